/** A project of the repository: where it is, its Maven, its CDK CLI, and the cloud assembly that they make of it. */
package workshop.project;
