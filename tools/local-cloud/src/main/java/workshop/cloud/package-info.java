/**
 * An AWS account on one port of a laptop: {@link workshop.cloud.Account} puts the services together. The rest here is what all
 * services share.
 */
package workshop.cloud;
