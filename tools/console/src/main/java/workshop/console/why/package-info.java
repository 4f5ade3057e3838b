/** Why a change did not arrive: what is deployed, held against what happened. */
package workshop.console.why;
