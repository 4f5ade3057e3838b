/** The one parameter that the CDK CLI asks for. */
package workshop.cloud.ssm;
