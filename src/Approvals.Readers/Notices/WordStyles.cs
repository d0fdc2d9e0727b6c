using System.Xml;

namespace Approvals.Readers.Notices;

/// <summary>What the paragraph styles of a .docx (word/styles.xml) say of numbers; the rest of them is looks.</summary>
internal sealed class WordStyles
{
    private const string StylesPart = "word/styles.xml";
    private const int MostStyles = 20_000;
    private const int DeepestBase = 20;

    private readonly Dictionary<string, (string? Base, int? List, int? Level)> _styles = [];
    private string? _default;

    private WordStyles()
    {
    }

    public static WordStyles None { get; } = new();

    public static WordStyles Read(ZippedXml zip)
    {
        using var xml = zip.Open(StylesPart);
        var styles = new WordStyles();
        if (xml is not null)
        {
            styles.Walk(xml);
        }

        return styles;
    }

    /// <summary>List and level of the style or of the nearest one that it is based on, with the style that says so.</summary>
    public NumberedAs Of(string? style)
    {
        var (name, level) = (style ?? _default, (int?)null);
        for (var depth = 0; depth < DeepestBase && name is not null && _styles.TryGetValue(name, out var said); depth++)
        {
            level ??= said.Level;
            if (said.List is { } list)
            {
                return new(name, list, level);
            }

            name = said.Base;
        }

        return default;
    }

    private void Walk(XmlReader xml)
    {
        string? id = null;
        while (ZippedXml.Step(xml))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            var value = xml.GetAttribute("val", xml.NamespaceURI);
            switch (xml.LocalName)
            {
                case "style":
                    var paragraph = xml.GetAttribute("type", xml.NamespaceURI) is null or "paragraph";
                    id = paragraph && _styles.Count < MostStyles ? xml.GetAttribute("styleId", xml.NamespaceURI) : null;
                    if (id is not null)
                    {
                        _styles[id] = default;
                        _default = xml.GetAttribute("default", xml.NamespaceURI) is "1" or "true" ? id : _default;
                    }

                    break;
                case "basedOn" when id is not null:
                    _styles[id] = _styles[id] with { Base = value };
                    break;
                case "numId" when id is not null:
                    _styles[id] = _styles[id] with { List = WordNumbering.Number(value) };
                    break;
                case "ilvl" when id is not null:
                    _styles[id] = _styles[id] with { Level = WordNumbering.Number(value) };
                    break;
                default:
                    break;
            }
        }
    }
}
