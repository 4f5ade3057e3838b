/** The account that is meant, on AWS or in a local cloud: the way there, whether it can be deployed to, deploy, destroy. */
package workshop.aws;
