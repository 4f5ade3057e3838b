/** How services reach each other: by ARN alone. */
package workshop.cloud.delivery;
