namespace Approvals.Readers.Notices;

/// <summary>
/// A word of a page with its box in points; the pages hang below each other as one long strip, so that a table goes on over them.
/// </summary>
internal sealed record PageWord(string Text, double Left, double Right, double Top, double Bottom)
{
    public double Middle => (Top + Bottom) / 2;

    public double Centre => (Left + Right) / 2;

    public double Height => Bottom - Top;
}

/// <summary>Words that stand beside each other, from left to right.</summary>
internal sealed record PageLine(List<PageWord> Words)
{
    private const double WordGap = .5;
    private const double ColumnGap = 2;
    private const double Slack = .4;

    public double Left => Words[0].Left;

    public double Right => Words.Max(w => w.Right);

    public double Top => Words.Min(w => w.Top);

    public double Bottom => Words.Max(w => w.Bottom);

    /// <summary>The words in one; blanks only where a gap is wider than what stands between Chinese and other letters.</summary>
    public string Text
    {
        get
        {
            var text = new System.Text.StringBuilder();
            for (var i = 0; i < Words.Count; i++)
            {
                var gap = i == 0 ? 0 : Words[i].Left - Words[i - 1].Right;
                var size = Words[i].Height;
                if (gap > ColumnGap * size)
                {
                    text.Append("  ");
                }
                else if (i > 0 && (gap > WordGap * size || (IsLatin(Words[i - 1].Text[^1]) && IsLatin(Words[i].Text[0]))))
                {
                    text.Append(' ');
                }

                text.Append(Words[i].Text);
            }

            return text.ToString();
        }
    }

    /// <summary>Whether the line ends because what comes next, which may not be parted, would have passed the edge.</summary>
    public bool HasNoRoomFor(PageLine next, double edge)
    {
        var text = next.Words[0].Text;
        var length = 1;
        while (length < text.Length && (IsUnparted(text[length - 1], text[length]) || MayNotBegin(text[length]) || MayNotEnd(text[length - 1])))
        {
            length++;
        }

        var widths = text.Select(Width).ToArray();
        var need = (next.Words[0].Right - next.Words[0].Left) * widths.Take(length).Sum() / widths.Sum();
        return Right + need > edge - (Slack * (Bottom - Top));
    }

    /// <summary>Lines from top to bottom: a word belongs to the line beside which most of its height stands.</summary>
    public static List<PageLine> Of(IEnumerable<PageWord> words)
    {
        var lines = new List<PageLine>();
        foreach (var word in words.OrderBy(w => w.Middle))
        {
            if (lines is [.., var last] && word.Middle < last.Words.Average(w => w.Bottom) - (.2 * word.Height))
            {
                last.Words.Add(word);
            }
            else
            {
                lines.Add(new([word]));
            }
        }

        foreach (var line in lines)
        {
            line.Words.Sort((a, b) => a.Left.CompareTo(b.Left));
        }

        return lines;
    }

    private static bool IsUnparted(char one, char other) => one < '\u2e80' && other < '\u2e80' && IsWordly(one) && IsWordly(other);

    private static bool IsWordly(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '%' or '/';

    private static bool MayNotBegin(char c) => "，。、；：！？）》”’】〕".Contains(c, StringComparison.Ordinal);

    private static bool MayNotEnd(char c) => "（《“‘【〔".Contains(c, StringComparison.Ordinal);

    private static int Width(char c) => c < '\u2e80' && char.IsAscii(c) ? 1 : 2;

    private static bool IsLatin(char c) => char.IsAsciiLetter(c);
}
