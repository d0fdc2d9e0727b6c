using System.Text;
using Approvals.IntegrationTests.Pages;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Notices;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Jobs;

/// <summary>Where people have left whom the definitions cannot do without, the office is told, and no new case begins.</summary>
public sealed class StaffingTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Notice = "关于开展安全检查的通知\n\n各科室：\n请各科室做好检查。\n";

    [Fact]
    public async Task A_post_that_nobody_holds_any_more_is_a_line_and_a_refusal_until_somebody_holds_it()
    {
        (await BringInAsync("before")).ShouldBeOfType<UploadAnswer.Opened>();

        await PostsAsync("valid_to = '2021-06-01'");
        await Messages.Mail.UntilAsync(split.Store.AdminConnection, "SELECT EXISTS (SELECT FROM alarm WHERE key = 'staffing' AND cleared_at IS NULL)");
        (await LinesAsync("yeqiushui")).ShouldContain(line => line.Contains("新的事项办到那里会停住：环节“用印登记”"));
        (await LinesAsync("yeqiushui")).ShouldContain(line => line.EndsWith("人员"), "there it is mended");
        (await LinesAsync("tangyutong")).ShouldBeEmpty();
        (await BringInAsync("meanwhile")).ShouldBeOfType<UploadAnswer.Refused>().Sentence
            .ShouldStartWith("按本单位现在的人员，这个流程走不到头，不能开始：环节“编号”在本单位没有人能办：没有人担任“文书”");

        await PostsAsync("valid_to = NULL");
        await Messages.Mail.UntilAsync(split.Store.AdminConnection, "SELECT NOT EXISTS (SELECT FROM alarm WHERE cleared_at IS NULL)");
        (await LinesAsync("yeqiushui")).ShouldBeEmpty();
        (await BringInAsync("after")).ShouldBeOfType<UploadAnswer.Opened>();
    }

    private Task PostsAsync(string change) => TestCluster.ExecuteAsync(
        split.Store.AdminConnection, $"SET app.unit_id = '{split.Unit.Id.Value}'; UPDATE post SET {change} WHERE role = 'registrar'");

    private async Task<UploadAnswer> BringInAsync(string key) =>
        await split.Host.Services.GetRequiredService<NoticeUpload>().BringInAsync(
            Door.Here, new("draft.txt", Encoding.UTF8.GetBytes(Notice), null), key, await split.UserAsync("叶秋水"), CancellationToken.None);

    private async Task<IReadOnlyList<string>> LinesAsync(string login)
    {
        using var client = await split.SignedInAsync(login);
        return [.. (await SplitCampaign.PageAsync(client, "/")).QuerySelectorAll(".alarm").Select(line => line.TextContent)];
    }
}
