/** What the authors say about each step: its files, TODOs, stubs, hints, tests, wrong and right answers. */
package workshop.course.manifest;
