/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelqwentts.examples.audiobook;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.monitor.PieceEvent;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Prints how far a book is. While a chapter is spoken, it prints a line every few seconds. */
final class Console extends SimpleEventNotifierSupport {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(3);

    private final PrintStream out;
    private final int chapters;
    private int chapter;
    private long printed;

    Console(PrintStream out, int chapters) {
        this.out = out;
        this.chapters = chapters;
    }

    synchronized void begin(Chapter begun) {
        printed = System.nanoTime();
        out.printf("Chapter %d of %d: %s%n", ++chapter, chapters, begun.title());
    }

    synchronized void end(Track track) {
        out.printf(
                "  %s: %s, $%s paid%n",
                track.file(), Track.clock(track.duration()), track.cost().toPlainString());
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof PieceEvent;
    }

    @Override
    public synchronized void notify(CamelEvent event) {
        PieceEvent piece = (PieceEvent) event;
        long now = System.nanoTime();
        if (now - printed >= INTERVAL) {
            printed = now;
            out.printf("  %d of %d pieces%n", piece.getDone(), piece.getPieces());
        }
    }
}
