/** What participants do in an AWS account: check it, deploy to it, destroy what they deployed. */
package workshop.aws;
