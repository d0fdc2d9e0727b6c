using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Names of a task, with what the text says of 牵头 and 配合; departments are all bodies in their order.</summary>
internal sealed record Owners(
    ImmutableArray<string> Leaders, ImmutableArray<string> Departments, ImmutableArray<string> Lead,
    ImmutableArray<string> Support, SourceSpan? Source)
{
    public static Owners None { get; } = new([], [], [], [], null);

    public OwnerPlaces Places { get; init; } = OwnerPlaces.None;

    public bool IsEmpty => Leaders.IsEmpty && Departments.IsEmpty;

    /// <summary>Each list goes on with the names that it lacks; the first source stays.</summary>
    public Owners With(Owners other) => new(
        Join(Leaders, other.Leaders), Join(Departments, other.Departments), Join(Lead, other.Lead),
        Join(Support, other.Support), Source is { } own && other.Source is { } last && last.Line >= own.Line ? own.To(last)
            : Source ?? other.Source)
    {
        Places = Places.With(other.Places),
    };

    /// <summary>Said in these words, and nowhere else.</summary>
    public Owners At(Passage words) => this with { Source = words.Whole, Places = OwnerPlaces.Of(this, words) };

    /// <summary>Leaders and departments of what it stands under, where it has none of its own.</summary>
    public Owners Under(Owners over) => this with
    {
        Leaders = Leaders.IsEmpty ? over.Leaders : Leaders,
        Departments = Departments.IsEmpty ? over.Departments : Departments,
        Lead = Departments.IsEmpty ? over.Lead : Lead,
        Support = Departments.IsEmpty ? over.Support : Support,
        Source = Departments.IsEmpty ? over.Source : Source,
        Places = Places.Under(over.Places),
    };

    private static ImmutableArray<string> Join(ImmutableArray<string> own, ImmutableArray<string> more) =>
        [.. own, .. more.Where(n => !own.Contains(n))];
}

/// <summary>Names of a cell, a label or a bracket: cut at what parts them, and read with their parts.</summary>
internal static class OwnerText
{
    /// <param name="part">What names are that the text gives no part.</param>
    /// <param name="lexicon">Whose labels count; the office's where none is given.</param>
    public static Owners Read(string text, Column part, Lexicon? lexicon = null) =>
        new OwnerReading(lexicon ?? Lexicon.Office).Read(
            Phones.Without(string.Concat(text.Where(c => char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format))), part);

    /// <summary>Pieces between separators outside brackets, with where they begin; single characters in a row are one name.</summary>
    public static List<(string Text, int Start, char End)> Pieces(string text)
    {
        var pieces = new List<(string Text, int Start, char End)>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\0';
            depth += c is '（' or '(' or '〔' ? 1 : c is '）' or ')' or '〕' && depth > 0 ? -1 : 0;
            var word = depth > 0 && i < text.Length ? 0 : SeparatorAt(text, i, start);
            if (word > 0 || i == text.Length)
            {
                Put(pieces, text, start, i, word > 0 && char.IsLetter(c) ? '、' : c); // 会同 parts as 、 does
                start = i + Math.Max(word, 1);
                i += Math.Max(word - 1, 0);
            }
        }

        return pieces;
    }

    /// <summary>One more piece without the marks at its edges; where nothing is left, the one before ends with the separator.</summary>
    private static void Put(List<(string Text, int Start, char End)> pieces, string text, int from, int to, char end)
    {
        while (from < to && IsEdge(text[from]))
        {
            from++;
        }

        while (to > from && IsEdge(text[to - 1]))
        {
            to--;
        }

        var piece = text[from..to];
        if (piece.Length == 0)
        {
            if (pieces.Count > 0 && end is '；' or ';' or '。')
            {
                pieces[^1] = pieces[^1] with { End = end };
            }
        }
        else if (pieces is [.., { Text.Length: 1 } alone] && GoesOn(alone.Text, alone.End, piece))
        {
            pieces[^1] = (alone.Text + piece, alone.Start, end);
        }
        else
        {
            pieces.Add((piece, from, end));
        }
    }

    /// <summary>李 明, 费 立群: a surname that a blank parts from the rest is no name of its own.</summary>
    private static bool GoesOn(string alone, char gap, string piece) => char.IsLetter(piece[0])
        && (piece.Length == 1 || (piece.Length == 2 && char.IsWhiteSpace(gap) && Names.IsPerson(alone + piece)));

    /// <summary>Length of the separator at a place; 和 parts only what ends as a body from what begins as one.</summary>
    private static int SeparatorAt(string text, int at, int start)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        if (text[at] is '、' or '，' or ',' or '；' or ';' or '/' or '／' or '|' or '。' or '\t' || char.IsWhiteSpace(text[at]))
        {
            return 1;
        }

        var word = text.AsSpan(at) switch
        {
            ['会', '同', ..] or ['以', '及', ..] or ['联', '合', not '会', ..] => 2,
            ['和', ..] or ['及', ..] or ['与', ..] => 1,
            _ => 0,
        };
        // 林清和: what ends a name parts nothing.
        if (word == 0 || at - start < 2 || !text.AsSpan(at + word).StartsWithName())
        {
            return 0;
        }

        var before = text[start..at];
        var open = before.LastIndexOf('：');
        return Names.IsBody(before[(open + 1)..]) || Names.IsPerson(before[(open + 1)..]) ? word : 0;
    }

    /// <summary>Two letters at least follow.</summary>
    private static bool StartsWithName(this ReadOnlySpan<char> text) =>
        text.Length >= 2 && char.IsLetter(text[0]) && char.IsLetter(text[1]);

    private static bool IsEdge(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format
        || c is '。' or '.' or '【' or '】' or '[' or ']' or '…' or '*';

    /// <summary>Whether the words are a deadline rather than a name; 2.11 is one only in a column of deadlines.</summary>
    public static bool IsDeadline(string text) =>
        DeadlineRules.Read(text, null, WorkCalendar.WithoutYears).RuleId is not (null or "none" or "digits-day");
}
