/** Stacks: a template is read, planned against what exists, carried out, and rolled back if it fails. */
package workshop.cloud.cloudformation;
