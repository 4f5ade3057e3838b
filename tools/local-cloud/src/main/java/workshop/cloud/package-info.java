/** An AWS account on one port of a laptop: {@link workshop.cloud.Account} puts the services together. */
package workshop.cloud;
