/** The guides in {@code docs/}: the code, hints, figures and links in them are those of the repository. */
package workshop.docs;
