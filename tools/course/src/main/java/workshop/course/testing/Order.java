package workshop.course.testing;

import java.io.Serializable;

/**
 * What a {@link TestWorker} is to run. It answers with the name of each test that begins and the result of each that ends, then
 * with null.
 *
 * @param isAnew whether the project was compiled since the last order
 */
record Order(boolean isAnew, Selection selection) implements Serializable {}
