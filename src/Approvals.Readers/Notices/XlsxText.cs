using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Approvals.Readers.Notices;

/// <summary>
/// Streams a workbook: each visible sheet becomes its title lines and its tables, cells as they are shown, merged ones in every
/// place that they cover.
/// </summary>
internal sealed partial class XlsxText
{
    private const string Workbook = "xl/workbook.xml";

    private readonly ZippedXml _zip;
    private readonly DocumentBuilder _document = new();
    private readonly ImmutableArray<string> _shared;
    private readonly CellFormats _formats;
    private bool _from1904;

    private XlsxText(ZippedXml zip)
    {
        _zip = zip;
        _shared = SharedTexts(zip);
        _formats = CellFormats.Read(zip);
    }

    public static bool IsIn(ZippedXml zip) => zip.Has(Workbook);

    public static DocumentBuilder Read(ZippedXml zip) => new XlsxText(zip).Walk();

    private DocumentBuilder Walk()
    {
        var parts = Relations();
        foreach (var sheet in Sheets().Where(parts.ContainsKey))
        {
            ReadSheet(parts[sheet]);
        }

        return _document;
    }

    /// <summary>The relations of the sheets that a clerk sees, in their order; hidden ones hold choices and old versions.</summary>
    private ImmutableArray<string> Sheets()
    {
        var sheets = ImmutableArray.CreateBuilder<string>();
        using var xml = _zip.Open(Workbook);
        while (xml is not null && ZippedXml.Step(xml))
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && xml.GetAttribute("state") is null or "visible")
            {
                sheets.Add(RelationOf(xml));
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
            {
                _from1904 = xml.GetAttribute("date1904") is "1" or "true";
            }
        }

        return sheets.ToImmutable();
    }

    /// <summary>Its namespace differs between the strict and the transitional form.</summary>
    private static string RelationOf(XmlReader sheet)
    {
        for (var more = sheet.MoveToFirstAttribute(); more; more = sheet.MoveToNextAttribute())
        {
            if (sheet.LocalName == "id" && sheet.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal))
            {
                var id = sheet.Value;
                sheet.MoveToElement();
                return id;
            }
        }

        sheet.MoveToElement();
        return "";
    }

    private Dictionary<string, string> Relations()
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        using var xml = _zip.Open("xl/_rels/workbook.xml.rels");
        while (xml is not null && ZippedXml.Step(xml))
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" }
                && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target
                && xml.GetAttribute("Type")?.EndsWith("/worksheet", StringComparison.Ordinal) == true)
            {
                parts[id] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
            }
        }

        return parts;
    }

    private static ImmutableArray<string> SharedTexts(ZippedXml zip)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        using var xml = zip.Open("xl/sharedStrings.xml");
        var characters = 0;
        while (xml is not null && ZippedXml.Step(xml))
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                texts.Add(RichText(xml, "si"));
                characters += texts[^1].Length;
                if (characters > SourceDocument.MostCharacters)
                {
                    throw SourceDocument.TooLong();
                }
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>The runs of a text in one; how it is pronounced (rPh) is not part of it.</summary>
    private static string RichText(XmlReader xml, string until)
    {
        var text = new StringBuilder();
        var empty = xml.IsEmptyElement;
        while (!empty && ZippedXml.Step(xml) && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == until))
        {
            while (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                xml.Skip();
            }

            if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" })
            {
                text.Append(ZippedXml.ReadText(xml));
            }
            else if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == until)
            {
                break;
            }
        }

        return Unescape(text.ToString());
    }

    /// <summary>Excel writes a control character as _x000D_.</summary>
    private static string Unescape(string text) => !text.Contains("_x", StringComparison.Ordinal) ? text
        : Escaped().Replace(text, m => m.Groups[1].Value switch
        {
            "000D" or "000d" => "",
            "000A" or "000a" => "\n",
            "0009" => "\t",
            "005F" or "005f" => "_",
            _ => " ",
        });

    private void ReadSheet(string part)
    {
        var sheet = new SheetGrid();
        using var xml = _zip.Open(part);
        while (xml is not null && ZippedXml.Step(xml))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "row":
                    sheet.BeginRow(Number(xml.GetAttribute("r")));
                    break;
                case "c":
                    ReadCell(xml, sheet);
                    break;
                case "mergeCell":
                    sheet.Merge(xml.GetAttribute("ref") ?? "");
                    break;
                default:
                    break;
            }
        }

        sheet.Say(_document);
    }

    private void ReadCell(XmlReader xml, SheetGrid sheet)
    {
        var (at, type, style) = (xml.GetAttribute("r"), xml.GetAttribute("t"), Number(xml.GetAttribute("s")));
        sheet.BeginCell(at);
        if (xml.IsEmptyElement)
        {
            return;
        }

        var text = "";
        while (ZippedXml.Step(xml) && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "c"))
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "v" })
            {
                text = Shown(ZippedXml.ReadText(xml), type, style ?? 0);
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "is" })
            {
                text = RichText(xml, "is");
            }
        }

        sheet.Put(text.ReplaceLineEndings("\n").Trim('\n'));
    }

    private string Shown(string value, string? type, int style) => type switch
    {
        "s" => Number(value) is { } index && index < _shared.Length ? _shared[index] : "",
        "str" or "e" or "inlineStr" => Unescape(value),
        "b" => value == "1" ? "是" : "否",
        "d" => DateTime.TryParse(value, CultureInfo.InvariantCulture, out var day) ? CellFormats.Day(day, withTime: false) : value,
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? _formats.Show(number, style, _from1904) : value,
    };

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
