using System.Text;
using Approvals.Readers.Notices;
using Approvals.Tests.Calendars;

namespace Approvals.Tests.Notices;

/// <summary>The project's own copy of 18号, and how the tests read it.</summary>
internal static class SampleNotice
{
    public static ReadOptions Options { get; } = new(OfficialCalendars.Shipped);

    public static byte[] Docx { get; } = File.ReadAllBytes(RepositoryFiles.PathOf("samples/sx-tcm-2021-18.docx"));

    public static string Txt { get; } = File.ReadAllText(RepositoryFiles.PathOf("samples/sx-tcm-2021-18.txt"));

    public static NoticeDraft FromDocx { get; } = Read(Docx, "18.docx");

    public static NoticeDraft FromTxt { get; } = Read(Txt);

    public static NoticeDraft Read(byte[] bytes, string name, ReadOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        return NoticeReader.Read(stream, name, options ?? Options);
    }

    public static NoticeDraft Read(string text, ReadOptions? options = null) =>
        Read(Encoding.UTF8.GetBytes(text), "notice.txt", options);

    /// <summary>The items without their places: what two files of the same notice must share.</summary>
    public static string WithoutPlaces(NoticeDraft draft) => string.Join('\n', draft.Items.Select(i =>
        $"{i.No}|{i.Title}|{i.Plan}|{string.Join(',', i.Leaders)}|{string.Join(',', i.Departments)}|"
            + $"{string.Join(',', i.Lead)}|{string.Join(',', i.Support)}|"
        + $"{i.DeadlineText}|{i.Due}|{i.MustConfirm}|{i.Recurrence}|{i.Confidence}|"
        + string.Join(
            ';', i.Points.Select(
                p => $"{p.Text}~{p.Kind}~{p.DeadlineText}~{p.Due}~{p.Recurrence}~{p.Measure}~{p.Confidence}~{p.MustConfirm}"))));

    /// <summary>The words that a span points at, lines joined, without blanks.</summary>
    public static string At(NoticeDraft draft, SourceSpan? span)
    {
        span.ShouldNotBeNull();
        var words = new StringBuilder();
        for (var line = span.Line; line <= span.EndLine; line++)
        {
            var text = draft.Text[line].Text;
            var (from, to) = (line == span.Line ? span.Start : 0, line == span.EndLine ? span.End : text.Length);
            words.Append(string.Concat(text[from..to].Where(c => !char.IsWhiteSpace(c))));
        }

        return words.ToString();
    }
}
