/** What value a request's member or a template's property takes, declared once: names, types, bounds. */
package workshop.cloud.shape;
