using Approvals.Tests.Notices.Corpus.Generated;
using Approvals.Tests.Notices.Corpus.Mutants;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>A corpus is worth what its files are: they must be what an office program would write.</summary>
public sealed class CorpusFilesTests
{
    /// <summary>Merged cells, a group row and numbering by Word; merged cells of a sheet.</summary>
    private static readonly string[] _withMutants = ["02-county-work-division", "09-joint-auto-numbered", "21-checklist"];

    [Fact]
    public void Every_built_file_is_a_valid_document_and_so_are_its_mutants()
    {
        var files = CorpusDocument.Names.Select(CorpusDocument.Load).Concat(GeneratedCorpus.Names.Select(GeneratedCorpus.Load))
            .Select(d => (d.Name, d.FileName, d.Bytes))
            .Concat(_withMutants.SelectMany(MutantsOf).Select(m => (Name: m.Change, m.FileName, m.Bytes)));

        files.SelectMany(f => Faults(f.FileName, f.Bytes).Select(fault => $"{f.FileName} {f.Name}: {fault}")).ShouldBeEmpty();
    }

    [Fact]
    public void At_least_thirty_documents_are_written_forty_in_all_and_their_layouts_vary()
    {
        CorpusDocument.Names.Count.ShouldBeGreaterThanOrEqualTo(30);
        (CorpusDocument.Names.Count + GeneratedCorpus.Names.Length).ShouldBeGreaterThanOrEqualTo(40);
        CorpusDocument.Names.Select(n => CorpusDocument.Load(n).Expected.Layout).Distinct().Count().ShouldBeGreaterThanOrEqualTo(12);
    }

    private static IEnumerable<Mutant> MutantsOf(string name) => CorpusDocument.Source(name) switch
    {
        (".word", var markup) => Mutant.Of(name, WordMarkup.Parse(markup)),
        (".sheet", var markup) => Mutant.Of(name, SheetMarkup.Parse(markup)),
        _ => [],
    };

    private static IEnumerable<string> Faults(string fileName, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using OpenXmlPackage? package = Path.GetExtension(fileName) switch
        {
            ".docx" => WordprocessingDocument.Open(stream, isEditable: false),
            ".xlsx" => SpreadsheetDocument.Open(stream, isEditable: false),
            _ => null,
        };
        return package is null ? [] : [.. new OpenXmlValidator().Validate(package).Select(e => e.Description).Distinct()];
    }
}
