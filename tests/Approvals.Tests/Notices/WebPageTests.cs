using System.Net;
using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>A notice as a web page shows it, and text in whatever encoding.</summary>
public sealed class WebPageTests
{
    [Fact]
    public void The_sample_as_a_web_page_reads_like_the_sample() =>
        SampleNotice.WithoutPlaces(SampleNotice.Read(Encoding.UTF8.GetBytes(Page()), "18.html"))
            .ShouldBe(SampleNotice.WithoutPlaces(SampleNotice.FromDocx));

    [Fact]
    public void A_page_is_known_whatever_its_file_is_called_and_however_it_is_encoded()
    {
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Page());
        SampleNotice.Read(gb, "18.doc").Items.Length.ShouldBe(10);
    }

    [Fact]
    public void Scripts_styles_and_hidden_parts_are_not_read_and_layout_tables_are_no_tables()
    {
        var document = HtmlText.Read("""
            <html><head><title>网站</title><style>p {}</style></head><body><script>var a = '<p>脚本</p>';</script>
            <table><tr><td>导航</td><td><p>第一段
              接着<br>换行</p><div style="display: none">暗</div>
            <table><tr><th rowspan=2>甲</th><th>乙</th></tr><tr><td>丙&nbsp;丁</td></tr></table></td></tr></table>
            <ol start=3><li>三事<li>四事</ol></body></html>
            """).Build(Lexicon.Office);
        document.Lines.Select(l => l.Text).ShouldBe(["导航", "第一段 接着", "换行", "甲", "乙", "丙\u00a0丁", "3.三事", "4.四事"]);
        document.Tables.Length.ShouldBe(1);
        document.Tables[0].IsMerged(0, 0, 1, 0).ShouldBeTrue();
    }

    [Fact]
    public void Text_is_the_same_in_every_encoding()
    {
        var expected = SampleNotice.WithoutPlaces(SampleNotice.FromTxt);
        byte[][] files =
        [
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(SampleNotice.Txt)],
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(SampleNotice.Txt)],
            [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(SampleNotice.Txt)],
            Encoding.Unicode.GetBytes(SampleNotice.Txt), Encoding.BigEndianUnicode.GetBytes(SampleNotice.Txt),
            CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(SampleNotice.Txt),
        ];
        foreach (var file in files)
        {
            SampleNotice.WithoutPlaces(SampleNotice.Read(file, "18.txt")).ShouldBe(expected);
        }
    }

    /// <summary>The lines as paragraphs and the checklist as a table, from what was read of the text.</summary>
    private static string Page()
    {
        var draft = SampleNotice.FromDocx;
        var page = new StringBuilder("<!DOCTYPE html><html><body><div class=\"content\">");
        foreach (var line in draft.Text.Where(l => l.Cell is null).TakeWhile(l => !l.Text.StartsWith("抄送", StringComparison.Ordinal)))
        {
            page.Append("<p>&emsp;").Append(WebUtility.HtmlEncode(line.Text)).Append("</p>\n");
        }

        page.Append("<table>");
        foreach (var row in draft.Text.Where(l => l.Cell is not null).GroupBy(l => l.Cell!.Row))
        {
            page.Append("<tr>");
            foreach (var cell in row.GroupBy(l => l.Cell!.Column))
            {
                page.Append("<td>").AppendJoin("<br>", cell.Select(l => WebUtility.HtmlEncode(l.Text))).Append("</td>");
            }

            page.Append("</tr>");
        }

        return page.Append("</table></div></body></html>").ToString();
    }
}
