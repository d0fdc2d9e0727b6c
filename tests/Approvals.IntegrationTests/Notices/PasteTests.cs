using System.Text;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;

namespace Approvals.IntegrationTests.Notices;

/// <summary>What is pasted is read like a file and kept like one.</summary>
public sealed class PasteTests : RegistrarDesk
{
    private const string Head = "绍市中医〔2021〕7号\n关于印发服务提升任务清单的通知\n各科室：\n现将任务清单印发给你们。\n绍兴市中医院\n2021年6月1日\n";

    private static readonly string Page = "<meta charset='utf-8'>"
        + string.Concat(Head.TrimEnd().Split('\n').Select(line => $"<p>{line}</p>"))
        + "<table><tr><th>序号</th><th>工作任务</th><th>责任科室</th><th>完成时限</th></tr>"
        + "<tr><td>1</td><td>改善候诊环境</td><td>护理部</td><td>2021年9月30日</td></tr>"
        + "<tr><td>2</td><td>优化收费流程</td><td>门诊办</td><td>2021年10月29日</td></tr></table>";

    [Fact]
    public async Task Words_are_registered_and_stay_as_they_were_pasted()
    {
        var words = Head + "1.改善候诊环境。（责任科室：护理部；完成时限：2021年9月30日）\n2.优化收费流程。（责任科室：门诊办；完成时限：2021年10月29日）\n";
        var page = await (await OpenAsync()).FormIn("#paste").Write("words", words).PressAsync("door", "Elsewhere");

        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        page.Count("details.row-card").ShouldBe(2);
        page.Value("#row-1-due").ShouldBe("2021-09-30");
        var original = page.Links("dd a[href^='/files/']").ShouldHaveSingleItem();
        var (content, _) = await (await Office.AsAsync(Registrar)).DownloadAsync(original);
        Encoding.UTF8.GetString(content).ReplaceLineEndings("\n").ShouldBe(words);
    }

    [Fact]
    public async Task The_table_of_a_web_page_is_read_as_a_table()
    {
        var page = await (await OpenAsync()).FormIn("#paste").Write("words", Head + "序号工作任务").Write("page", Page)
            .PressAsync("door", "Elsewhere");

        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        page.Texts("#row-2-departments .name-mark").ShouldBe(["门诊办牵头"]);
        page.Count(".paper-table").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_refused_stays_in_the_box()
    {
        var page = await (await OpenAsync()).FormIn("#paste").Write("words", "今天天气很好。").PressAsync("door", "Here");
        page.Path.ShouldBe("/notices");
        page.Problems.ShouldEndWith("。");
        page.Value("#paste-words").ShouldBe("今天天气很好。");

        page = await page.FormIn("#paste").Write("words", " \n ").PressAsync("door", "Here");
        page.Problems.ShouldBe(Texts.Uploads.NothingPasted);
    }

    [Fact]
    [Trait("Part", "browser")]
    public async Task A_browser_sends_the_page_along_as_long_as_its_words_are_untouched()
    {
        await using var screen = await Chromium.OpenAsync(Office, "paste");
        var page = await screen.OpenAsync(Registrar, "/notices");
        await page.ClickAsync("#paste > summary");
        await PasteAsync("一句话");
        (await page.Locator("#paste-form [name=page]").InputValueAsync()).ShouldBe("<p>一句话</p>");
        await page.Locator("#paste-words").PressSequentiallyAsync("。");
        (await page.Locator("#paste-form [name=page]").InputValueAsync()).ShouldBeEmpty();
        await screen.PictureAsync(page, "paste");
        await screen.PictureAsync(await screen.OpenAsync(Registrar, "/notices", Chromium.Phone), "phone");
        screen.Complaints.ShouldBeEmpty();

        Task PasteAsync(string words) => page.EvaluateAsync(
            """
            words => {
              const box = document.querySelector('#paste-words');
              const data = new DataTransfer();
              data.setData('text/html', `<p>${words}</p>`);
              data.setData('text/plain', words);
              box.focus();
              box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
              document.execCommand('insertText', false, words);
            }
            """, words);
    }

    private async Task<WebPage> OpenAsync() => await (await Office.AsAsync(Registrar)).OpenAsync("/notices");
}
