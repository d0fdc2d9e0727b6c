using System.Globalization;
using System.Xml;

namespace Approvals.Readers.Notices;

/// <summary>What a paragraph says of its number: its own w:numPr, else that of its style.</summary>
internal readonly record struct NumberedAs(string? Style, int? List, int? Level);

/// <summary>
/// 自动编号: the numbers that Word writes before paragraphs by itself (word/numbering.xml), told as if they had been typed. Lists
/// that share one form count on together; a list that says where it starts begins anew at its first paragraph.
/// </summary>
internal sealed class WordNumbering
{
    private const string NumberingPart = "word/numbering.xml";
    private const int Levels = 9;
    private const int MostLists = 20_000;
    private const int LongestLabel = 24;

    private readonly Dictionary<string, ListForm> _forms = [];
    private readonly Dictionary<int, NumberedList> _lists = [];
    private readonly WordStyles _styles;

    private WordNumbering(WordStyles styles) => _styles = styles;

    public static WordNumbering Read(ZippedXml zip)
    {
        using var xml = zip.Open(NumberingPart);
        if (xml is null)
        {
            return new(WordStyles.None);
        }

        var numbering = new WordNumbering(WordStyles.Read(zip));
        numbering.Walk(xml);
        return numbering;
    }

    /// <summary>
    /// Counts the paragraph and returns what Word writes before it; empty where it has no number, or only a bullet.
    /// </summary>
    public string Next(NumberedAs paragraph)
    {
        var style = _styles.Of(paragraph.Style);
        if ((paragraph.List ?? style.List) is not { } id || !_lists.TryGetValue(id, out var list) || FormOf(list) is not { } form)
        {
            return "";
        }

        var level = Math.Clamp(paragraph.Level ?? LevelOf(form, paragraph, style), 0, Levels - 1);
        if (!list.Begun)
        {
            list.Begun = true;
            foreach (var (at, start) in list.Starts)
            {
                form.Counters[at] = start - 1;
            }
        }

        form.Count(level);
        return Label(list, form, level);
    }

    private static int LevelOf(ListForm form, NumberedAs paragraph, NumberedAs style) =>
        paragraph.List is null && style.Style is { } named && Array.FindIndex(form.Forms, l => l.Style == named) is >= 0 and var own
            ? own : style.Level ?? 0;

    /// <summary>A form that only names a style has its levels where the style's own list has them.</summary>
    private ListForm? FormOf(NumberedList list)
    {
        var form = _forms.GetValueOrDefault(list.Form);
        return form?.Link is { } link && _styles.Of(link).List is { } id && _lists.TryGetValue(id, out var other)
            ? _forms.GetValueOrDefault(other.Form) : form;
    }

    private static string Label(NumberedList list, ListForm form, int level)
    {
        var own = list.Own.GetValueOrDefault(level) ?? form.Forms[level];
        if (own.Format is "bullet" or "none" && !own.Text.Contains('%', StringComparison.Ordinal))
        {
            return "";
        }

        var label = own.Text;
        for (var at = 0; at < Levels; at++)
        {
            var shown = list.Own.GetValueOrDefault(at) ?? form.Forms[at];
            var number = form.Counters[at] ?? shown.Start;
            label = label.Replace(
                "%" + (at + 1).ToString(CultureInfo.InvariantCulture),
                ListNumber.Of(number, own.Legal ? "decimal" : shown.Format), StringComparison.Ordinal);
        }

        label = label.Trim();
        return label.Length is 0 or > LongestLabel ? "" : char.IsLetterOrDigit(label[^1]) ? label + " " : label;
    }

    private void Walk(XmlReader xml)
    {
        var open = new Open();
        while (ZippedXml.Step(xml))
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                Take(xml, open);
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "lvl" })
            {
                open.Level = null;
            }
        }
    }

    private void Take(XmlReader xml, Open open)
    {
        var value = xml.GetAttribute("val", xml.NamespaceURI) ?? "";
        switch (xml.LocalName)
        {
            case "abstractNum" when _forms.Count < MostLists:
                _forms[xml.GetAttribute("abstractNumId", xml.NamespaceURI) ?? ""] = open.Form = new();
                open.List = null;
                break;
            case "numStyleLink" when open.Form is not null:
                open.Form.Link = value;
                break;
            case "num" when Number(xml.GetAttribute("numId", xml.NamespaceURI)) is { } id && _lists.Count < MostLists:
                _lists[id] = open.List = new();
                open.Form = null;
                break;
            case "abstractNumId" when open.List is not null:
                open.List.Form = value;
                break;
            case "lvlOverride" when open.List is not null:
                open.List.Overridden = LevelAt(xml);
                break;
            case "startOverride" when open.List is not null && Number(value) is { } start:
                open.List.Starts[open.List.Overridden] = start;
                break;
            case "lvl":
                open.Begin(LevelAt(xml));
                break;
            default:
                open.Level?.Say(xml.LocalName, value);
                break;
        }
    }

    /// <summary>The form or the list, and the level of it, that the element stands in.</summary>
    private sealed class Open
    {
        public ListForm? Form { get; set; }

        public NumberedList? List { get; set; }

        public LevelForm? Level { get; set; }

        public void Begin(int level)
        {
            Level = new();
            if (List is not null)
            {
                List.Own[level] = Level;
            }
            else if (Form is not null)
            {
                Form.Forms[level] = Level;
            }
        }
    }

    private static int LevelAt(XmlReader xml) =>
        Math.Clamp(Number(xml.GetAttribute("ilvl", xml.NamespaceURI)) ?? 0, 0, Levels - 1);

    internal static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= short.MaxValue ? number : null;

    /// <summary>One level of a list: 一、 or （一） or 1.</summary>
    private sealed class LevelForm
    {
        public int Start { get; private set; } = 1;

        public string Format { get; private set; } = "decimal";

        public string Text { get; private set; } = "";

        /// <summary>The style whose paragraphs stand on this level.</summary>
        public string? Style { get; private set; }

        /// <summary>w:isLgl: all numbers of the label are Arabic.</summary>
        public bool Legal { get; private set; }

        /// <summary>w:lvlRestart: the level after which it begins anew, counted from 1; 0: never; null: after any above it.</summary>
        public int? Restart { get; private set; }

        public void Say(string element, string value)
        {
            switch (element)
            {
                case "start":
                    Start = Number(value) ?? Start;
                    break;
                case "numFmt":
                    Format = value;
                    break;
                case "lvlText":
                    Text = value.Length <= 4 * LongestLabel ? value : "";
                    break;
                case "pStyle":
                    Style = value;
                    break;
                case "isLgl":
                    Legal = value is not ("0" or "false");
                    break;
                case "lvlRestart":
                    Restart = Number(value);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>w:abstractNum, with how far its lists have counted.</summary>
    private sealed class ListForm
    {
        public LevelForm[] Forms { get; } = [.. Enumerable.Range(0, Levels).Select(_ => new LevelForm())];

        public int?[] Counters { get; } = new int?[Levels];

        public string? Link { get; set; }

        public void Count(int level)
        {
            Counters[level] = (Counters[level] ?? (Forms[level].Start - 1)) + 1;
            for (var below = level + 1; below < Levels; below++)
            {
                if (Forms[below].Restart is not { } after || (after > 0 && level < after))
                {
                    Counters[below] = null;
                }
            }
        }
    }

    /// <summary>w:num: one use of a form.</summary>
    private sealed class NumberedList
    {
        public string Form { get; set; } = "";

        public int Overridden { get; set; }

        public Dictionary<int, int> Starts { get; } = [];

        public Dictionary<int, LevelForm> Own { get; } = [];

        public bool Begun { get; set; }
    }
}
