/** Buckets for assets: what the CDK CLI publishes, and functions are unpacked from. */
package workshop.cloud.s3;
