/**
 * The system as it is deployed, on AWS or wherever {@code AWS_ENDPOINT_URL} points: {@code mvn verify -Pe2e}. One class
 * for each step; what fails first names the hop that is missing.
 */
package todo.e2e;
