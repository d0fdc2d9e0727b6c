using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Approvals.Readers.Word;

/// <summary>A4 with the margins of GB/T 9704 (版心 156×225 mm), in twips; the wide page is the same one turned.</summary>
internal static class WordPage
{
    public const int Short = 11906;
    public const int Long = 16838;
    public const int Top = 2098;
    public const int Left = 1588;
    public const int Right = 1474;
    public const int Bottom = 1984;

    /// <summary>7 mm below the text.</summary>
    public const int Footer = 1304;

    public static int TextWidth(bool landscape) => landscape ? Long - Top - Bottom : Short - Left - Right;

    public static SectionProperties Section(bool landscape) => new(
        new FooterReference { Type = HeaderFooterValues.Default, Id = "rId2" },
        new FooterReference { Type = HeaderFooterValues.Even, Id = "rId3" },
        landscape
            ? new PageSize { Width = Long, Height = Short, Orient = PageOrientationValues.Landscape }
            : new PageSize { Width = Short, Height = Long },
        landscape
            ? new PageMargin { Top = Left, Left = Bottom, Right = Top, Bottom = Right, Header = 851, Footer = 851, Gutter = 0 }
            : new PageMargin
            {
                Top = Top,
                Left = Left,
                Right = Right,
                Bottom = Bottom,
                Header = 851,
                Footer =
                Footer,
                Gutter = 0
            },
        new DocGrid { Type = DocGridValues.Lines, LinePitch = WordParagraphs.LinePitch });
}

/// <summary>Parts with fixed ids, zipped with fixed times in a fixed order: the same document gives the same bytes.</summary>
internal static class WordPackage
{
    private const string MainType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    private static readonly DateTimeOffset _noTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(IEnumerable<OpenXmlElement> blocks, bool landscape, Stream target)
    {
        using var made = new MemoryStream();
        using (var package = WordprocessingDocument.Create(made, WordprocessingDocumentType.Document, autoSave: false))
        {
            var main = package.AddNewPart<MainDocumentPart>(MainType, "rId1");
            var body = new Body(blocks);
            body.Append(WordPage.Section(landscape));
            main.Document = new Document(body);
            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = Styles();
            main.AddNewPart<FooterPart>("rId2").Footer = PageNumber(JustificationValues.Right);
            main.AddNewPart<FooterPart>("rId3").Footer = PageNumber(JustificationValues.Left);
            main.AddNewPart<DocumentSettingsPart>("rId4").Settings = new Settings(
                new EvenAndOddHeaders(), new CharacterSpacingControl { Val = CharacterSpacingValues.CompressPunctuation });
            package.Save();
        }

        Rezip(made, target);
    }

    private static Styles Styles() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = WordFont.FangSong, HighAnsi = WordFont.FangSong, EastAsia = WordFont.FangSong },
                new FontSize { Val = "32" }, new FontSizeComplexScript { Val = "32" },
                new Languages { Val = "en-US", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault()),
        new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true });

    /// <summary>— 1 — in 4号宋体, one character from the outer edge.</summary>
    private static Footer PageNumber(JustificationValues side)
    {
        var paragraph = new Paragraph(new ParagraphProperties
        {
            Indentation = new Indentation { Left = "280", Right = "280" },
            Justification = new Justification { Val = side },
        });
        paragraph.Append(
            WordParagraphs.Run("— ", WordFont.Song, 28),
            new SimpleField(WordParagraphs.Run("1", WordFont.Song, 28)) { Instruction = " PAGE " },
            WordParagraphs.Run(" —", WordFont.Song, 28));
        return new(paragraph);
    }

    private static void Rezip(MemoryStream made, Stream target)
    {
        made.Position = 0;
        using var from = new ZipArchive(made, ZipArchiveMode.Read);
        using var kept = new MemoryStream();
        using (var to = new ZipArchive(kept, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.OrderBy(
                e => e.FullName == "[Content_Types].xml" ? "" : e.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = _noTime;
                using var read = entry.Open();
                using var write = copy.Open();
                read.CopyTo(write);
            }
        }

        kept.Position = 0;
        kept.CopyTo(target);
    }
}
