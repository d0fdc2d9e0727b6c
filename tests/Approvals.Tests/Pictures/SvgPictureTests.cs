using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Approvals.Engine;
using Approvals.Readers.Definitions;
using Approvals.Readers.Pictures;
using Approvals.Tests.Cases;
using Approvals.Tests.Definitions;

namespace Approvals.Tests.Pictures;

public sealed class SvgPictureTests
{
    private const double Readable = 4.5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_cannot_see_it_hears_it(bool narrow)
    {
        var svg = Draw("notice", narrow, new Shown("one", ImmutableDictionary<StageId, int>.Empty, new StageId("checking")));

        svg.Attribute("role")?.Value.ShouldBe("img");
        Find(svg, "title").Attribute("id")?.Value.ShouldBe(svg.Attribute("aria-labelledby")?.Value);
        Find(svg, "title").Value.ShouldBe("公文办理流程图");
        Find(svg, "desc").Value.ShouldStartWith("现在在“核稿”。拟稿：送核稿，到“核稿”");
    }

    [Fact]
    public void Where_the_case_stands_and_how_many_stand_elsewhere_is_written_and_not_only_coloured()
    {
        var live = ImmutableDictionary<StageId, int>.Empty.Add(new StageId("signing"), 12);
        var svg = Draw("notice", narrow: false, new Shown("one", live, new StageId("checking")));

        Texts(svg).ShouldContain("现在在这里");
        Texts(svg).ShouldContain("12");
        Find(svg, "desc").Value.ShouldContain("签发（12件）");
    }

    [Fact]
    public void Nothing_in_it_needs_a_script_or_a_style_sheet()
    {
        foreach (var workflow in Drawings.Shipped)
        {
            var svg = Draw(workflow.Id.Value, narrow: false, Shown.Nothing);
            svg.DescendantsAndSelf().ShouldAllBe(e => e.Name.LocalName != "script" && e.Name.LocalName != "style");
            svg.DescendantsAndSelf().Attributes().ShouldAllBe(a =>
                a.Name.LocalName != "style" && !a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_word_can_be_read_on_what_lies_behind_it()
    {
        var live = ImmutableDictionary<StageId, int>.Empty.Add(new StageId("signed"), 3);
        var svg = Draw("item", narrow: false, new Shown("one", live, new StageId("inspecting")));
        var drawn = svg.Elements().ToList();
        foreach (var text in drawn.Where(e => e.Name.LocalName == "text"))
        {
            var (x, y) = (Number(text, "x"), Number(text, "y"));
            var behind = drawn.TakeWhile(e => e != text).LastOrDefault(e => e.Name.LocalName == "rect" && Number(e, "x") <= x
                && x <= Number(e, "x") + Number(e, "width") && Number(e, "y") <= y && y <= Number(e, "y") + Number(e, "height"));
            // A label stands on white of its own.
            var ground = text.Attribute("stroke")?.Value ?? behind?.Attribute("fill")?.Value ?? "#ffffff";
            Contrast(text.Attribute("fill")!.Value, ground).ShouldBeGreaterThanOrEqualTo(Readable, text.Value); // every text has one
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Words_of_several_lines_beside_the_first_rows_ends_are_not_cut_off(bool narrow)
    {
        var file = """
            apiVersion: approvals/1
            workflow: main
            title: 审签
            stages:
              - id: sign
                title: 责任领导审签
                signers: {role: office}
                on_unavailable: reached
                actions: {agree: {title: 同意并且上报, to: reached}, miss: {title: 未达标但同意结束, to: missed}}
            ends: [{id: reached, title: 已达标}, {id: missed, title: 未达标}]
            """;
        var book = BookReader.Check([new("main.yaml", Encoding.UTF8.GetBytes(file)), new("roles.yaml", Encoding.UTF8.GetBytes(Staff.RolesFile))]).Book;
        var svg = XElement.Parse(new SvgPicture(book.ShouldNotBeNull(), book[new WorkflowId("main")], narrow).Draw(Shown.Nothing));

        var top = double.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[1], CultureInfo.InvariantCulture); // every picture has one
        svg.Elements().Where(e => e.Name.LocalName == "text").Select(t => Number(t, "y") - Number(t, "font-size"))
            .ShouldAllBe(y => y >= top - 3);
    }

    [Fact]
    public void A_title_is_words_and_nothing_else()
    {
        var workflow = Drawings.Plain(1, 1) with { Title = "<script>alert(1)</script>" };

        new SvgPicture(Shipped.Book, workflow, narrow: false).Draw(Shown.Nothing).ShouldNotContain("<script>");
        BpmnXml.Write(Shipped.Book, workflow).ShouldNotContain("<script>");
    }

    private static XElement Draw(string id, bool narrow, Shown shown) =>
        XElement.Parse(new SvgPicture(Shipped.Book, Shipped.Book[new WorkflowId(id)], narrow).Draw(shown));

    private static XElement Find(XElement svg, string name) => svg.Elements().Single(e => e.Name.LocalName == name);

    private static IEnumerable<string> Texts(XElement svg) => svg.Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value);

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture); // asked of elements that have it

    /// <summary>As WCAG 2 defines it.</summary>
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Light(one), Light(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Light(string colour)
    {
        var parts = new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
