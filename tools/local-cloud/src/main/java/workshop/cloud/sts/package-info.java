/** Who the caller is, and the roles that it may become. */
package workshop.cloud.sts;
