using Approvals.Engine.Definitions;
using Approvals.Web.Features.Files;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Http;

namespace Approvals.IntegrationTests.Pages;

public sealed class EvidenceFilesTests
{
    private const string Scan = "in.For.scan";

    private static readonly StageAction Reporting = new Editions(Path.Combine(AppContext.BaseDirectory, "workflows")).Current
        .Workflows.Values.SelectMany(w => w.Stages).SelectMany(s => s.Actions).First(a => a.Takes.Any(i => i is Input.Evidence));

    [Fact]
    public async Task An_empty_file_is_named_and_nothing_is_taken()
    {
        var (files, refused) = await Evidence.ReadAsync(
            new FormFileCollection { Of("照片.png", 3), Of("台账.docx", 0) }, Reporting, Scan, CancellationToken.None);
        files.ShouldBeEmpty();
        refused.ShouldBe("“台账.docx”是空的，请重新选择。");
    }

    [Fact]
    public async Task A_file_input_that_was_left_alone_is_no_file()
    {
        var (files, refused) = await Evidence.ReadAsync(new FormFileCollection { Of("", 0) }, Reporting, Scan, CancellationToken.None);
        files.ShouldBeEmpty();
        refused.ShouldBeNull();
    }

    [Fact]
    public async Task The_scan_of_a_decision_made_on_paper_is_kept_with_any_action_and_other_files_are_not()
    {
        var agree = Reporting with { Needs = [], Takes = [] };
        var (files, refused) = await Evidence.ReadAsync(
            new FormFileCollection { Of("照片.png", 3), Of("批示.pdf", 4, Scan) }, agree, Scan, CancellationToken.None);
        files.Select(f => f.Name).ShouldBe(["批示.pdf"]);
        refused.ShouldBeNull();
    }

    private static FormFile Of(string name, int length, string field = "in.Evidence") =>
        new(new MemoryStream(new byte[length]), 0, length, field, name);
}
