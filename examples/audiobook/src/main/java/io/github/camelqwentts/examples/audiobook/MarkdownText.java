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

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * Renders Markdown as the text to speak. Headings, paragraphs and list items become paragraphs, ordered items with their
 * numbers; links and images become their words. Blocks of code and HTML are left out, code within a sentence is not.
 */
final class MarkdownText extends AbstractVisitor {

    /** Metadata before the text, as generators of web sites have it: lines such as {@code title: The Lamp}. */
    private static final Pattern FRONT_MATTER = Pattern.compile(
            "\\A---\\h*\\R[\\w-]+:.*\\R(?:[\\w-]+:.*\\R|[\\h-].*\\R|\\R)*?(?:---|\\.\\.\\.)\\h*(?:\\R|\\z)");

    private final List<String> paragraphs = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private String title = "";

    private MarkdownText() {}

    static MarkdownText of(String markdown) {
        MarkdownText text = new MarkdownText();
        Parser.builder()
                .build()
                .parse(FRONT_MATTER.matcher(markdown).replaceFirst(""))
                .accept(text);
        return text;
    }

    /** Returns the first heading, or an empty string if there is none. */
    String title() {
        return title;
    }

    String text() {
        return String.join("\n\n", paragraphs);
    }

    @Override
    public void visit(Heading heading) {
        visitChildren(heading);
        if (title.isEmpty()) {
            title = line.toString().strip();
        }
        endParagraph();
    }

    @Override
    public void visit(Paragraph paragraph) {
        visitChildren(paragraph);
        endParagraph();
    }

    @Override
    public void visit(OrderedList list) {
        int number = list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            line.append(number++).append(". ");
            visitChildren(item);
            line.setLength(0);
        }
    }

    @Override
    public void visit(BulletList list) {
        // The number of an item whose first block is a list.
        line.setLength(0);
        visitChildren(list);
    }

    @Override
    public void visit(Text text) {
        line.append(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
        line.append(code.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        line.append(' ');
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        line.append('\n');
    }

    private void endParagraph() {
        String paragraph = line.toString().strip();
        if (!paragraph.isEmpty()) {
            paragraphs.add(paragraph);
        }
        line.setLength(0);
    }
}
