using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>
/// Text in its normal form (no blanks but beside Latin words, no invisible marks), each character of which knows
/// where it stands in the source. Comparing and cutting happen here, so that layout never counts as a difference.
/// </summary>
internal sealed class Passage
{
    private readonly ImmutableArray<Place> _places;

    private Passage(string text, ImmutableArray<Place> places) => (Text, _places) = (text, places);

    public static Passage Empty { get; } = new("", []);

    public string Text { get; }

    public int Length => Text.Length;

    public SourceSpan? Whole => Length == 0 ? null : Span(0, Length);

    public static Passage Of(SourceDocument source, IEnumerable<Segment> segments) => Build(source, segments, breaks: false);

    /// <summary>As <see cref="Of"/>, with a line break between the lines.</summary>
    public static Passage WithBreaks(SourceDocument source, IEnumerable<Segment> segments) => Build(source, segments, breaks: true);

    /// <summary>An empty stretch gives the character that it stands before, so that there is always something to show.</summary>
    public SourceSpan Span(int start, int length)
    {
        var first = _places[Math.Min(start, Length - 1)];
        var last = length == 0 ? first : _places[Math.Clamp(start + length - 1, 0, Length - 1)];
        // A cell that reaches down from a row above stands before those of its own row.
        (first, last) = (last.Line, last.Offset).CompareTo((first.Line, first.Offset)) < 0 ? (last, first) : (first, last);
        return new(first.Line, first.Offset, last.Line, last.Offset + 1);
    }

    /// <summary>From the first of some words to the last; all of it where one of them is not in it as it stands.</summary>
    public SourceSpan? Holding(IReadOnlyCollection<string> words)
    {
        var places = words.Select(w => (At: Text.IndexOf(w, StringComparison.Ordinal), w.Length)).ToList();
        return places.Count == 0 ? null : places.Exists(p => p.At < 0) ? Whole
            : places.Min(p => p.At) is var from ? Span(from, places.Max(p => p.At + p.Length) - from) : null;
    }

    public Passage Slice(int start, int length) => new(Text.Substring(start, length), _places.Slice(start, length));

    public Passage Slice(int start) => Slice(start, Length - start);

    public Passage TrimEnd(params ReadOnlySpan<char> marks) => Slice(0, Text.AsSpan().TrimEnd(marks).Length);

    public Passage Trim(params ReadOnlySpan<char> marks)
    {
        var start = Length - Text.AsSpan().TrimStart(marks).Length;
        return Slice(start, Math.Max(Text.AsSpan().TrimEnd(marks).Length - start, 0));
    }

    /// <summary>The text with a blank where the source has one, so that names that nothing else parts can be told.</summary>
    public string Spaced()
    {
        var text = new StringBuilder(Length + 8);
        for (var i = 0; i < Length; i++)
        {
            if (i > 0 && Text[i] != '\n' && _places[i].AfterBlank && _places[i].Line == _places[i - 1].Line)
            {
                text.Append(' ');
            }

            text.Append(Text[i]);
        }

        return text.ToString();
    }

    /// <summary>Whether the source has a blank right before the character.</summary>
    public bool FollowsBlank(int at) => _places[at].AfterBlank;

    /// <summary>One after the other, with a line break between them.</summary>
    public static Passage Join(params IEnumerable<Passage> parts)
    {
        var text = new StringBuilder();
        var places = ImmutableArray.CreateBuilder<Place>();
        foreach (var part in parts.Where(p => p.Length > 0))
        {
            if (text.Length > 0)
            {
                text.Append('\n');
                places.Add(part._places[0]);
            }

            text.Append(part.Text);
            places.AddRange(part._places);
        }

        return text.Length == 0 ? Empty : new(text.ToString(), places.ToImmutable());
    }

    /// <summary>One right after the other.</summary>
    public static Passage Run(Passage first, Passage then) => first.Length == 0 ? then : then.Length == 0 ? first
        : new(first.Text + then.Text, first._places.AddRange(then._places));

    /// <summary>With a label before it, which stands where the text begins.</summary>
    public Passage Headed(string label) =>
        Length == 0 ? this : new(label + Text, [.. Enumerable.Repeat(_places[0], label.Length), .. _places]);

    /// <summary>With a word after it (a unit that a column of its own has), which stands where the text ends.</summary>
    public Passage Followed(string word) =>
        Length == 0 ? this : new(Text + word, [.. _places, .. Enumerable.Repeat(_places[^1], word.Length)]);

    /// <summary>Without a stretch of it.</summary>
    public Passage Without(int start, int length) => length <= 0 ? this
        : new(Text.Remove(start, length), _places.RemoveRange(start, length));

    public Passage WithoutBreaks()
    {
        if (!Text.Contains('\n', StringComparison.Ordinal))
        {
            return this;
        }

        var kept = Enumerable.Range(0, Length).Where(i => Text[i] != '\n').ToList();
        return new(string.Concat(kept.Select(i => Text[i])), [.. kept.Select(i => _places[i])]);
    }

    public override string ToString() => Text;

    private static Passage Build(SourceDocument source, IEnumerable<Segment> segments, bool breaks)
    {
        var builder = new Builder();
        foreach (var segment in segments)
        {
            builder.Add(source.Read[segment.Line].Text, segment, breaks);
        }

        return builder.Build();
    }

    private sealed class Builder
    {
        private readonly StringBuilder _text = new();
        private readonly ImmutableArray<Place>.Builder _places = ImmutableArray.CreateBuilder<Place>();

        public Passage Build() => new(_text.ToString(), _places.ToImmutable());

        /// <param name="breaks">What was added before is a line of its own.</param>
        public void Add(string line, Segment at, bool breaks)
        {
            var (blank, first) = (false, true);
            for (var i = at.Start; i < at.End; i++)
            {
                if (IsUnseen(line[i]))
                {
                    blank |= char.IsWhiteSpace(line[i]);
                    continue;
                }

                if (first && breaks && _text.Length > 0)
                {
                    Add('\n', new(at.Line, i, false));
                }
                else if (blank && PartsWords(line[i]))
                {
                    Add(' ', new(at.Line, i - 1, false));
                }

                Add(line[i], new(at.Line, i, blank));
                (blank, first) = (false, false);
            }
        }

        /// <summary>A blank between Latin words counts; between figures it is the layout's.</summary>
        private bool PartsWords(char next) => _text.Length > 0 && char.IsAsciiLetterOrDigit(_text[^1]) && char.IsAsciiLetterOrDigit(next)
            && !(char.IsAsciiDigit(_text[^1]) && char.IsAsciiDigit(next));

        private void Add(char c, Place place)
        {
            _text.Append(Narrow(c));
            _places.Add(place);
        }
    }

    /// <summary>Full-width digits, letters and % count as the usual ones.</summary>
    internal static char Narrow(char c) =>
        c is (>= '０' and <= '９') or (>= 'Ａ' and <= 'Ｚ') or (>= 'ａ' and <= 'ｚ') or '％' ? (char)(c - '０' + '0') : c;

    /// <summary>Where a character stands, and whether a blank before it was left out.</summary>
    private readonly record struct Place(int Line, int Offset, bool AfterBlank);

    private static bool IsUnseen(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
