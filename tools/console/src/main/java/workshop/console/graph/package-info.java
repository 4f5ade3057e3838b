/** The picture of what is deployed: its parts and how they are connected, and where each is drawn. */
package workshop.console.graph;
