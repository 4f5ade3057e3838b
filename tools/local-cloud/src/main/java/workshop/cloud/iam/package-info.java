/** Roles, their policies, and the decision whether a caller may do what it asks. */
package workshop.cloud.iam;
