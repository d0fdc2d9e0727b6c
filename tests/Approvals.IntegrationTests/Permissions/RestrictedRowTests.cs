using System.Collections.Immutable;
using System.IO.Compression;
using System.Net;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Pages;
using Approvals.Web.Features;
using Approvals.Web.Features.Products;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Products;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>知悉范围 of one item: its row stands in the notice too, and in whatever is made of that.</summary>
public sealed class RestrictedRowTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Title = "改善病区环境";

    private const string Text = $"一、{Title}（责任单位：护理部；完成时限：2021年6月4日）";

    /// <summary>Those who read or take away whatever there is.</summary>
    private static readonly string[] Unnamed = ["沈若川", "何书简", "金正宇"];

    private static readonly string[] Named = ["叶秋水", "林清和", "傅晚晴"];

    private int _merged;

    [Fact]
    public async Task The_issued_text_is_for_nobody_from_whom_one_of_its_rows_is_kept_though_it_was_made_before()
    {
        await split.GiveTextAsync(Text);
        await OrderAsync(split.Notice, Product.Document, 901, await split.KeepFileAsync("印发稿.docx", Title, (await split.UserAsync("叶秋水")).Person.Id));
        await RestrictAsync("2", Named);

        var path = $"/cases/{split.Notice.Value}/products/901";
        foreach (var (names, status) in new[] { (Unnamed, HttpStatusCode.NotFound), ([Named[0]], HttpStatusCode.OK) })
        {
            foreach (var name in names)
            {
                using var client = await AsAsync(name);
                (await client.GetAsync(path)).StatusCode.ShouldBe(status, name);
                (await client.GetStringAsync($"/notices/{split.Notice.Value}")).Contains(path, StringComparison.Ordinal)
                    .ShouldBe(status == HttpStatusCode.OK, name);
            }
        }
    }

    [Fact]
    public async Task The_comparison_of_lists_has_only_the_rows_that_the_notice_has_for_him()
    {
        await split.GiveTextAsync(Text);
        await RestrictAsync("2", Named);
        foreach (var (name, there) in new[] { ("何书简", false), ("叶秋水", true) })
        {
            using var client = await AsAsync(name);
            (await client.GetStringAsync($"/notices/{split.Notice.Value}/compare")).Contains(Title, StringComparison.Ordinal).ShouldBe(there, name);
        }
    }

    [Fact]
    public async Task The_archive_package_leaves_out_the_text_and_whatever_was_made_of_it_before_and_says_so()
    {
        var by = (await split.UserAsync("叶秋水")).Person.Id;
        var campaign = (await split.CampaignAsync()).Case.Id;
        await OrderAsync(split.Notice, Product.Document, 903, await split.KeepFileAsync("发出的.docx", $"{Title}，发出的", by));
        await OrderAsync(campaign, Product.Bulletin, 904, await split.KeepFileAsync("先前的通报.docx", $"{Title}，通报", by));
        await RestrictAsync("2", Named);
        await OrderAsync(campaign, Product.Package, 905, null);
        var claimed = (await new ProductOrders(split.Store.Database).ClaimAsync(split.Unit.Id, CancellationToken.None)).ShouldNotBeNull();
        (await split.Host.Services.GetRequiredService<ProductMaker>().MakeAsync(split.Unit.Id, claimed, CancellationToken.None)).ShouldBeTrue();

        var content = await split.Store.Database.ReadInUnitAsync(
            split.Unit.Id,
            (connection, _) => connection.QuerySingleAsync<byte[]>(
                "SELECT f.content FROM product p JOIN file f ON f.unit_id = p.unit_id AND f.sha256 = p.sha256 WHERE p.ordered = 905"),
            CancellationToken.None);
        await using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
        zip.Entries.Select(e => e.FullName).ShouldNotContain(name => name.StartsWith("公文/", StringComparison.Ordinal) || name.EndsWith(".docx", StringComparison.Ordinal));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(), Encoding.UTF8);
            var text = await reader.ReadToEndAsync();
            text.ShouldNotContain(Title, Shouldly.Case.Sensitive, entry.FullName);
            text.Contains(Texts.Products.TextLeftOut, StringComparison.Ordinal).ShouldBe(entry.FullName == "manifest.json", entry.FullName);
        }
    }

    [Fact]
    public async Task What_is_restricted_is_merged_neither_way_with_what_is_not_and_unnamed_the_signatory_hears_of_no_such_item()
    {
        var signatory = (await split.UserAsync("沈若川")).Person.Id;
        await RestrictAsync("4", "叶秋水", "顾明溪");
        (await MergeAsync("3", "4", signatory)).ShouldBe(new Answer.Refused(new Refusal.Missing(new Input.Sibling())));

        await RestrictAsync("4", "叶秋水", "顾明溪", "沈若川");
        (await MergeAsync("3", "4", signatory)).ShouldBe(new Answer.Refused(new Refusal.ScopesDiffer()));
        (await MergeAsync("4", "3", signatory)).ShouldBe(new Answer.Refused(new Refusal.ScopesDiffer()));
    }

    private async Task<Answer> MergeAsync(string from, string into, PersonId by)
    {
        var looked = await split.ItemAsync(from);
        var merge = looked.Workflow.Standing.Single(s => s.Action.Effects.Any(e => e is Effect.Merge)).Action;
        var inputs = new Inputs(new Said(null, "重复", null, null, []), ImmutableDictionary<Party, PartyMembers>.Empty)
        {
            Sibling = (await split.ItemAsync(into)).Case.Id,
        };
        return await split.Cases.HandleAsync(
            split.Unit.Id, looked.Case.Id,
            new CaseCommand.Act(looked.Case.Round, SeatNo.Standing, merge.Id, by, null, null, inputs, looked.Context.Grants.ContentHash, []),
            $"merge-{++_merged}", CancellationToken.None);
    }

    private async Task RestrictAsync(string no, params string[] names) =>
        await split.RestrictAsync((await split.ItemAsync(no)).Case.Id, "叶秋水", names);

    private async Task<HttpClient> AsAsync(string name) => await split.SignedInAsync(await split.LoginAsync((await split.UserAsync(name)).Person.Id));

    /// <param name="sha256">Of the file that was made; null: it is still to be made.</param>
    private Task OrderAsync(CaseId of, Product kind, int ordered, string? sha256) => split.Store.Database.InUnitAsync(
        split.Unit.Id,
        (connection, _) => connection.ExecuteAsync(
            """
            INSERT INTO product (unit_id, opened_month, case_id, ordered, root_month, root_id, kind, ordered_at, sha256, made_at)
            VALUES (@unit, @month, @case, @ordered, @root_month, @root, @kind, office_now(), decode(@sha256, 'hex'), CASE WHEN @sha256 IS NOT NULL THEN
              office_now() - interval '1 hour' END)
            """,
            new
            {
                unit = split.Unit.Id.Value,
                month = of.Month,
                @case = of.Value,
                ordered,
                root_month = split.Notice.Month,
                root = split.Notice.Value,
                kind = $"{kind}",
                sha256,
            }),
        CancellationToken.None);
}
