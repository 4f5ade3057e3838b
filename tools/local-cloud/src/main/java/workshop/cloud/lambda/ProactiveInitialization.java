package workshop.cloud.lambda;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;

/**
 * Starts a first process of each function before anybody asks for it, as Lambda may: one after the other, and only while no
 * invocation is under way, so that it takes no core from those that somebody waits for.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">Execution environment</a>
 */
final class ProactiveInitialization implements AutoCloseable {
    private final ExecutorService starter = Executors.newSingleThreadExecutor(Daemon.named("lambda-initialization"));
    private int underWay;

    void add(Environments environments) {
        starter.execute(() -> {
            try {
                synchronized (this) {
                    while (underWay > 0) {
                        wait();
                    }
                }
                environments.initialize();
            } catch (AwsError inItsLog) {
                return; // whoever invokes it gets it
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        });
    }

    synchronized void enter() {
        underWay++;
    }

    synchronized void leave() {
        underWay--;
        notifyAll();
    }

    @Override
    public void close() {
        starter.shutdownNow();
    }
}
