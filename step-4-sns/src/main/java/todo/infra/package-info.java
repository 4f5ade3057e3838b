/** The infrastructure, in AWS CDK: one construct for each layer, composed in {@link todo.infra.TodoStack}. */
package todo.infra;
