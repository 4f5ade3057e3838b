/** {@code ./workshop} as authors use it: {@code carve}, {@code prove}, {@code docs}, {@code bench} and {@code chaos}. */
package workshop.authoring;
