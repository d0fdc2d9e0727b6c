using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Approvals.Readers.Word;

/// <summary>The typefaces of GB/T 9704; a reader without them takes its own of the same kind.</summary>
internal static class WordFont
{
    public const string FangSong = "仿宋_GB2312";
    public const string Hei = "黑体";
    public const string Kai = "楷体_GB2312";
    public const string Song = "宋体";
    public const string Title = "方正小标宋简体";
}

/// <param name="HalfPoints">3号 is 32, 2号 44, 4号 28.</param>
internal sealed record WordStyle(string Font, int HalfPoints)
{
    public bool Centred { get; init; }

    public bool Indented { get; init; }

    public bool Red { get; init; }

    /// <summary>Lines on the grid of 22 a page (28.95 pt).</summary>
    public bool Exact { get; init; } = true;

    public bool KeepNext { get; init; }

    public bool PageBefore { get; init; }

    /// <summary>Table cells: lines as high as their characters, words not stretched.</summary>
    public bool Compact { get; init; }

    /// <summary>Twips.</summary>
    public int Before { get; init; }

    public int After { get; init; }

    /// <summary>Flush right, so many twips from the margin.</summary>
    public int? Right { get; init; }

    /// <summary>Twips kept free on both sides.</summary>
    public int Aside { get; init; }

    public int? Outline { get; init; }
}

internal static class WordParagraphs
{
    /// <summary>22 lines in 225 mm.</summary>
    public const int LinePitch = 579;

    /// <summary>28 characters of 3号 in 156 mm: each a quarter of a point (in twips) closer. A grid of characters would say the
    /// same, and LibreOffice would read it as another.</summary>
    private const int Closer = -5;

    public static Paragraph Make(string text, WordStyle style)
    {
        var paragraph = new Paragraph(Properties(style));
        if (text.Length > 0)
        {
            paragraph.Append(Run(text, style.Font, style.HalfPoints, style.Red));
        }

        return paragraph;
    }

    public static Paragraph Labelled(string label, string value)
    {
        var paragraph = new Paragraph(Properties(new(WordFont.FangSong, 32)));
        paragraph.Append(Run(label + "：", WordFont.Hei, 32), Run(value, WordFont.FangSong, 32));
        return paragraph;
    }

    /// <summary>The number, centred over the red line.</summary>
    public static Paragraph RedLine(string number)
    {
        var paragraph = Make(number, new(WordFont.FangSong, 32) { Centred = true });
        paragraph.ParagraphProperties!.ParagraphBorders = new ParagraphBorders( // Make always adds properties
            new BottomBorder { Val = BorderValues.Single, Size = 12, Space = 11, Color = "FF0000" });
        return paragraph;
    }

    public static IEnumerable<OpenXmlElement> Imprint(string? cc, string printer, string printedOn, int width)
    {
        var style = new WordStyle(WordFont.FangSong, 28) { Exact = false };
        var kept = style with { KeepNext = true };
        yield return Make("", kept with { Before = LinePitch });
        if (cc is not null)
        {
            yield return Lined(Make($"抄送：{cc.TrimEnd('。')}。", kept), top: 8, bottom: 4);
        }

        var last = new Paragraph(Properties(style));
        // just added
        last.ParagraphProperties!.Tabs = new Tabs(new TabStop { Val = TabStopValues.Right, Position = width - 280 });
        last.Append(Run(printer, WordFont.FangSong, 28), new Run(new TabChar()), Run(printedOn + "印发", WordFont.FangSong, 28));
        yield return Lined(last, top: cc is null ? 8u : 4u, bottom: 8);
    }

    public static Run Run(string text, string font, int halfPoints, bool red = false)
    {
        var properties = new RunProperties(
            new RunFonts { Ascii = font, HighAnsi = font, EastAsia = font, Hint = FontTypeHintValues.EastAsia });
        if (red)
        {
            properties.Append(new Color { Val = "FF0000" });
        }

        if (halfPoints == 32)
        {
            properties.Append(new Spacing { Val = Closer });
        }

        var size = halfPoints.ToString(System.Globalization.CultureInfo.InvariantCulture);
        properties.Append(new FontSize { Val = size }, new FontSizeComplexScript { Val = size });
        var run = new Run(properties);
        var lines = Clean(text).ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
            {
                run.Append(new Break());
            }

            run.Append(new Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
        }

        return run;
    }

    /// <summary>Half a surrogate and control characters cannot stand in XML.</summary>
    private static string Clean(string text)
    {
        var kept = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                kept.Append(text, i++, 2);
            }
            else if (XmlConvert.IsXmlChar(text[i]))
            {
                kept.Append(text[i]);
            }
        }

        return kept.ToString();
    }

    private static Paragraph Lined(Paragraph paragraph, uint top, uint bottom)
    {
        var properties = paragraph.ParagraphProperties!; // every paragraph here has some
        properties.ParagraphBorders = new ParagraphBorders(
            new TopBorder { Val = BorderValues.Single, Size = top, Space = 1, Color = "000000" },
            new BottomBorder { Val = BorderValues.Single, Size = bottom, Space = 1, Color = "000000" },
            new BetweenBorder { Val = BorderValues.Single, Size = 4, Space = 1, Color = "000000" });
        properties.Indentation = new Indentation { Left = "280", Right = "280" };
        return paragraph;
    }

    private static ParagraphProperties Properties(WordStyle style) => new()
    {
        SpacingBetweenLines = new SpacingBetweenLines
        {
            Before = $"{style.Before}",
            After = $"{style.After}",
            Line = style.Exact ? $"{LinePitch}" : "240",
            LineRule = style.Exact ? LineSpacingRuleValues.Exact : LineSpacingRuleValues.Auto,
        },
        KeepNext = style.KeepNext ? new KeepNext() : null,
        PageBreakBefore = style.PageBefore ? new PageBreakBefore() : null,
        SnapToGrid = style.Compact ? new SnapToGrid { Val = false } : null,
        Indentation = Indentation(style),
        Justification = Justification(style),
        OutlineLevel = style.Outline is { } level ? new OutlineLevel { Val = level } : null,
    };

    private static Indentation? Indentation(WordStyle style) =>
        style.Aside is > 0 and var aside ? new Indentation { Left = $"{aside}", Right = $"{aside}" }
        : style.Right is { } right ? new Indentation { Right = $"{right}" }
        : style.Indented ? new Indentation { FirstLineChars = 200, FirstLine = $"{style.HalfPoints * 20}" }
        : null;

    private static Justification Justification(WordStyle style) => new()
    {
        Val = style switch
        {
            { Centred: true } => JustificationValues.Center,
            { Right: not null } => JustificationValues.Right,
            { Compact: true } => JustificationValues.Left,
            _ => JustificationValues.Both,
        },
    };
}
