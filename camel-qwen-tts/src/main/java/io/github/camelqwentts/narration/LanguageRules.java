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
package io.github.camelqwentts.narration;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.camelqwentts.speech.Language;

/**
 * Words of a language that decide whether a full stop ends a sentence.
 *
 * @param locale for the JDK's rules
 * @param inner abbreviations that never end a sentence, such as titles
 * @param beforeNumber abbreviations that do not end a sentence before a number
 * @param starters frequent words, in lower case, that begin sentences and are not names; they also identify the
 *     language
 * @param ordinals whether a number with a full stop is an ordinal
 */
record LanguageRules(
        Locale locale, Set<String> inner, Set<String> beforeNumber, Set<String> starters, boolean ordinals) {

    private static final Set<String> INNER_ANYWHERE =
            words("Dr Prof Mr Mrs Ms St vs e.g i.e cf approx Fig Hr Fr Ing Dipl.-Ing Mme Mlle MM Mgr");
    private static final Set<String> BEFORE_NUMBER_ANYWHERE =
            words("No no Nr nr vol Vol p pp fig Art art n Kap cap ch");

    private static final Map<Language, LanguageRules> ALL = new EnumMap<>(Language.class);

    static {
        ALL.put(
                Language.ENGLISH,
                of(
                        "en",
                        "Gen Col Capt Lt Sgt Maj Cmdr Adm Gov Sen Rep Rev Hon Pres Mt Ft Messrs viz al ca",
                        "Nos Ch Sec sec Ex Eq Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
                        "the he she it they we you but and in on at this that these those there then when while if as"
                                + " after before his her its their our my what who why how where so now to of for is was"
                                + " not no yes one some many all most nobody everyone however a an i today tomorrow"
                                + " please since because once later still"));
        ALL.put(
                Language.GERMAN,
                new LanguageRules(
                        Locale.GERMAN,
                        words("bzw z.B z.b d.h d.i u.a u.U o.ä i.d.R z.T z.Zt s.o s.u v.a ca ggf evtl inkl exkl zzgl"
                                + " Frl Dipl Mag Hptm Ltn Gen St Str str Tel Bd vgl sog geb gest verh rd röm kath ev"
                                + " Jh Mio Mrd Jan Feb Apr Aug Sept Okt Nov Dez Mo Di Mi Do Fr Sa So resp phil med jur"
                                + " rer nat"),
                        words("S Abb Tab Abs Ziff Aufl"),
                        words("der die das ein eine er sie es wir ich ihr du dann aber und doch danach heute man in im"
                                + " am auf mit nach als wenn alle dieser diese dieses hier dort so was wer wie warum"
                                + " kein keine nun jetzt später den dem von zu bei sein seine nicht ist war"
                                + " jeder niemand morgen gestern leider bitte trotzdem deshalb daher darum sonst"),
                        true));
        ALL.put(
                Language.FRENCH,
                of(
                        "fr",
                        "M MM Mme Mmes Mlle Mlles Me Mgr Dr Pr Ste av bd env p.ex c.-à-d c-à-d apr",
                        "chap art éd ex t",
                        "le la les un une des il elle ils elles nous vous je tu on et mais puis dans ce cette ces c'est"
                                + " est en au aux du de pour avec quand si après avant son sa ses leur qui que quoi"
                                + " pourquoi comment où ici là oui non alors ensuite donc aujourd'hui demain hier"
                                + " personne tout tous"));
        ALL.put(
                Language.SPANISH,
                of(
                        "es",
                        "Sr Sra Srta Sres Dra D Dña Da Ud Uds Vd Vds Lic Arq Gral Cap Cnel Sto Sta Fr Avda Av aprox"
                                + " p.ej S.A.R EE FF JJ",
                        "núm pág págs cap art tel",
                        "el la los las un una él ella ellos ellas nosotros yo tú usted y pero luego después en este"
                                + " esta estos estas es era al del de para con cuando si antes su sus que qué quién"
                                + " cómo dónde por porque aquí allí sí no entonces hoy mañana ayer nadie todo todos"
                                + " se lo le más"));
        ALL.put(
                Language.ITALIAN,
                of(
                        "it",
                        "sig dott prof ing avv Sig Sigg Sig.ra Sig.na Dott Dott.ssa Prof.ssa Ing Avv Arch Rag Geom On Egr Gent Spett S Ss"
                                + " p.es ad.es es ca",
                        "pag pagg art cap num",
                        "il lo la i gli le un uno una egli lui lei loro noi voi io tu e ma poi dopo in nel nella"
                                + " questo questa questi è era al del di per con quando se prima suo sua che chi come"
                                + " dove perché qui lì sì no allora oggi domani ieri nessuno tutto tutti si non"));
        ALL.put(
                Language.PORTUGUESE,
                of(
                        "pt",
                        "Sr Sra Srs Sras Srta Dra Drs Profa Exmo Exma D Eng Arq Adv Av Pe Sto Sta Cel Gal aprox p.ex",
                        "pág págs cap art núm tel nº",
                        "o a os as um uma ele ela eles elas nós eu tu você e mas depois em no na nos nas este esta"
                                + " isto isso é era ao do da de para com quando se antes seu sua que quem como onde"
                                + " por porque aqui ali sim não então hoje amanhã ontem ninguém tudo todos"));
        ALL.put(
                Language.RUSSIAN,
                of(
                        "ru",
                        "Проф Акад Доц Им г гг гор ул пр просп пл пер наб д кв корп стр т.е т.н т.к т.о им проф акад доц инж ред гр"
                                + " см ср св о р оз с дер пос обл",
                        "стр гл рис табл т п ст",
                        "он она оно они мы вы я ты и но а в на с по к от для из у за это этот эта эти тот та что кто"
                                + " как где когда если потом после затем до не да нет так там тут здесь сегодня"
                                + " завтра вчера все всё никто его её их мой наш был была поэтому однако"));
        for (Language language : new Language[] {Language.CHINESE, Language.JAPANESE, Language.KOREAN}) {
            LanguageRules english = ALL.get(Language.ENGLISH);
            Locale locale = Locale.forLanguageTag(
                    switch (language) {
                        case CHINESE -> "zh";
                        case JAPANESE -> "ja";
                        default -> "ko";
                    });
            ALL.put(language, new LanguageRules(locale, english.inner, english.beforeNumber, english.starters, false));
        }
    }

    /**
     * Returns the rules of a language, or for {@link Language#AUTO} those of the language that the text seems to have.
     *
     * @param sample a part of the text
     */
    static LanguageRules of(Language language, String sample) {
        return Objects.requireNonNull(ALL.get(language == Language.AUTO ? guess(sample) : language));
    }

    /** Whether the abbreviation, without its last full stop, does not end a sentence. */
    boolean isInner(String word) {
        boolean street = ordinals && word.endsWith("str");
        return street || inner.contains(word) || INNER_ANYWHERE.contains(word);
    }

    boolean isBeforeNumber(String word) {
        return beforeNumber.contains(word) || BEFORE_NUMBER_ANYWHERE.contains(word);
    }

    /** Whether a sentence often begins with the word. */
    boolean isStarter(String word) {
        return starters.contains(word.toLowerCase(locale));
    }

    private static Language guess(String sample) {
        if (sample.codePoints().anyMatch(c -> c >= 0x3040 && c <= 0x30FF)) {
            return Language.JAPANESE;
        }
        String[] words = sample.toLowerCase(Locale.ROOT).split("[^\\p{L}'’]+", -1);
        Language best = Language.ENGLISH;
        int most = 0;
        for (Map.Entry<Language, LanguageRules> language : ALL.entrySet()) {
            int found = 0;
            for (String word : words) {
                found += language.getValue().starters.contains(word) ? 1 : 0;
            }
            if (found > most) {
                most = found;
                best = language.getKey();
            }
        }
        return best;
    }

    private static LanguageRules of(String tag, String inner, String beforeNumber, String starters) {
        return new LanguageRules(Locale.forLanguageTag(tag), words(inner), words(beforeNumber), words(starters), false);
    }

    private static Set<String> words(String list) {
        return Set.of(list.split(" "));
    }
}
