using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// One item as a person gives it: a sentence of the notice that no item holds, or words that he typed. What it says of owners and
/// days is read by the same rules; that it is an item nobody doubts, since a person says so. Its places are within the text alone.
/// </summary>
public static class WrittenItem
{
    private const int LongestTitle = 60;

    /// <param name="options">Its <see cref="ReadOptions.ReadOn"/> is the day from which deadline words count.</param>
    /// <returns>Null where the text has no word.</returns>
    public static NoticeItem? Read(string text, ReadOptions options)
    {
        var document = new DocumentBuilder();
        document.AddParagraph(text.ReplaceLineEndings("\n"));
        var source = document.Build(Lexicon.Office.With(options.OwnHeads));
        var whole = source.Passage([.. source.Paragraphs.SelectMany(p => p)], breaks: true);
        if (whole.Length == 0 || whole.Whole is not { } span)
        {
            return null;
        }

        var (owners, left) = ProseActors.Of(whole);
        var entry = new Entry(
            1, null, Title(owners.IsEmpty ? whole : left), whole, Passage.Empty, Passage.Empty, owners, span)
        {
            Rule = EntryRule.Sentence,
        };
        return new Items(options, options.ReadOn, null, SpokenHolidays.None).Build(entry, null);
    }

    /// <summary>The first clause that says what is done: one that only says when is passed over.</summary>
    private static Passage Title(Passage text)
    {
        var clause = Clauses.First(text);
        while (clause.Length + 1 < text.Length && DeadlineRules.Find(clause.Text) is [{ Start: <= 1 } phrase, ..]
            && phrase.Start + phrase.Length == clause.Length)
        {
            text = text.Slice(clause.Length + 1);
            clause = Clauses.First(text);
        }

        clause = DeadlineRules.Find(clause.Text) is [{ Start: <= 1 } lead, ..] && lead.Start + lead.Length + 2 < clause.Length
            ? clause.Slice(lead.Start + lead.Length) : clause;
        return clause.Length > LongestTitle ? clause.Slice(0, LongestTitle) : clause;
    }
}
