/** Lambda: each function a process of its own, its invocations, and what triggers it. */
package workshop.cloud.lambda;
