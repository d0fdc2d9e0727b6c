using System.Text;
using Approvals.IntegrationTests.Walk;
using Approvals.Readers.Calendars;
using Approvals.Readers.Notices;

namespace Approvals.IntegrationTests.Notices;

/// <summary>The document beside the items: a click on a value shows where it stands.</summary>
public sealed class PlacesTests : RegistrarDesk
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18.docx");

    [Theory]
    [InlineData("docx")]
    [InlineData("txt")]
    [InlineData("pdf")]
    public async Task Every_value_leads_to_the_words_that_say_it(string format)
    {
        var page = await NoticeDesk.BringInAsync(
            await Office.AsAsync(Registrar), NoticeDesk.Elsewhere, $"18.{format}",
            await File.ReadAllBytesAsync(Path.ChangeExtension(Sample, format)));
        var ids = page.All("[id]").Select(e => e.Id).ToList();
        ids.Count.ShouldBe(ids.Distinct().Count(), string.Join(' ', ids.GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key)));

        var links = page.All(".split-work a[href^='#']").ToList();
        links.Count.ShouldBeGreaterThan(120);
        links.Where(a => !ids.Contains(a.GetAttribute("href")![1..])).ShouldBeEmpty("a place that is not on the page"); // selected by it

        // The words of a name or a point are the very words of the document.
        var names = page.All(".name-mark a, .points li > a").ToList();
        names.Count.ShouldBeGreaterThan(50);
        // A collective name leads to itself, whoever answers for it.
        foreach (var name in names.Where(n => n.Closest(".name-mark")?.QuerySelector("i") is null))
        {
            var place = page.All($"[id='{name.GetAttribute("href")![1..]}']").ShouldHaveSingleItem(); // selected by it
            Plain(place.TextContent).ShouldBe(Plain(name.TextContent));
        }
    }

    /// <summary>Annexes, groups, who leads and who supports, measures and telephones: each is an element of the document.</summary>
    [Fact]
    public async Task What_stands_beside_the_items_and_within_their_points_is_marked_in_the_document()
    {
        const string Notice = """
            江渚县中医医院文件
            江中医〔2024〕19号
            江渚县中医医院关于印发《便民服务提升任务清单》的通知
            各科室：
            现将《便民服务提升任务清单》印发给你们，请按时完成。
            附件：1.便民服务设施一览表
            江渚县中医医院
            2024年5月6日
            便民服务提升任务清单
            一、门诊服务
            1.公布投诉热线（8350012）。（牵头科室：医患关系科；配合科室：门诊部、护理部；完成时限：6月底前；完成标准：专人接听）
            2.预约就诊率达到80%以上。（牵头科室：门诊部；配合科室：信息科；完成时限：8月底前）
            抄送：县卫生健康局。
            """;
        var bytes = Encoding.UTF8.GetBytes(Notice);
        var draft = NoticeReader.Read(
            new MemoryStream(bytes), "places.txt", new ReadOptions(CalendarReader.ReadAll([]), DateOnly.MinValue));
        var page = await NoticeDesk.BringInAsync(await Office.AsAsync(Registrar), NoticeDesk.Elsewhere, "places.txt", bytes);

        var (first, second) = (draft.Items[0], draft.Items[1]);
        (string Words, SourceSpan? Place)[] expected =
        [
            ("便民服务设施一览表", draft.Sources.Annexes[0]), ("门诊服务", first.Sources.Group), ("医患关系科", first.Sources.Lead),
            ("门诊部、护理部", first.Sources.Support), ("专人接听", first.Sources.Standard), ("8350012", first.Points[0].PhoneSources[0]),
            ("预约就诊率达到80%", second.Points[0].MeasureSource),
        ];
        foreach (var (words, place) in expected)
        {
            place.ShouldNotBeNull(words);
            var shown = page.All($"[id='s{place.Line}-{place.Start}-{place.End}']").ShouldHaveSingleItem(words);
            Plain(shown.TextContent).ShouldContain(words);
        }
    }

    [Fact]
    [Trait("Part", "browser")]
    public async Task A_click_on_a_name_shows_it_in_the_document_on_a_wide_screen_and_on_a_phone()
    {
        var opened = await NoticeDesk.BringInAsync(
            await Office.AsAsync(Registrar), NoticeDesk.Elsewhere, "18.docx", await File.ReadAllBytesAsync(Sample));
        await using var screen = await Chromium.OpenAsync(Office, "places");
        foreach (var width in new[] { Chromium.Wide, Chromium.Phone })
        {
            var page = await screen.OpenAsync(Registrar, opened.Path, width);
            await screen.PictureAsync(page, $"notice-{width}", fullPage: false);
            await page.ClickAsync("#row-5 > summary");
            var name = page.Locator("#row-5-departments .name-mark a").First;
            await name.ScrollIntoViewIfNeededAsync();
            await screen.PictureAsync(page, $"row-{width}", fullPage: false);
            await name.ClickAsync();
            var place = page.Locator(".paper :target");
            (await place.TextContentAsync()).ShouldBe(await name.TextContentAsync());
            (await place.EvaluateAsync<bool>(
                "e => { const b = e.getBoundingClientRect(); return b.top > 40 && b.bottom < innerHeight; }"))
                .ShouldBeTrue($"in sight at {width}");
            await screen.PictureAsync(page, $"place-{width}", fullPage: false);
        }

        screen.Complaints.ShouldBeEmpty();
    }

    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
