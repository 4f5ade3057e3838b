/** One port: which service a request is for, who asks, and answers and errors in AWS's own shapes. */
package workshop.cloud.gateway;
