using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.CommandLine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Definitions;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Verify;

namespace Approvals.IntegrationTests.Cases;

/// <summary>
/// 换版 on real PostgreSQL: a campaign in its middle goes on in an edition in which stages have other names, and is walked to
/// its end there.
/// </summary>
public sealed class CaseMigrationTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_campaign_in_its_middle_goes_on_in_another_edition_and_comes_to_its_end()
    {
        var office = await Office.OpenAsync(store);
        var notice = await MiddleAsync(office);
        var before = await FactsAsync(office);
        using var renamed = new RenamedWorkflows();
        var later = await Office.OpenAsync(store, renamed.Folder);
        var file = renamed.Mapping(office.Editions.Current.Hash);

        var rehearsed = await RunAsync(later, file, apply: false);
        rehearsed.Complete.ShouldBeTrue(string.Join('\n', rehearsed.Trees.SelectMany(t => t.Cases).Select(c => $"{c.Title} {c.Problem}")));
        (await FactsAsync(office)).ShouldBe(before, "a rehearsal changes nothing");

        var moved = await RunAsync(later, file, apply: true);
        moved.Trees.SelectMany(t => t.Cases).Select(c => (c.Case, c.From, c.To))
            .ShouldBe(rehearsed.Trees.SelectMany(t => t.Cases).Select(c => (c.Case, c.From, c.To)));
        (await later.QueryAsync<string>("SELECT DISTINCT book_hash FROM flow_case WHERE NOT ended"))
            .ShouldHaveSingleItem().ShouldBe(later.Editions.Current.Hash);
        await SoundAsync(later);

        for (var presses = 0; await Cases.Walk.NextAsync(later, notice) is { } press; presses++)
        {
            presses.ShouldBeLessThan(400);
            await later.DoAsync(press);
        }

        (await later.LookAsync(notice)).Case.Ended.ShouldBeTrue();
        await SoundAsync(later);
        (await RunAsync(later, file, apply: true)).Trees.ShouldBeEmpty("nothing is left to move");
    }

    [Fact]
    public async Task Where_one_case_of_a_notice_is_not_mapped_none_of_it_moves()
    {
        var office = await Office.OpenAsync(store);
        var notice = await MiddleAsync(office);
        using var renamed = new RenamedWorkflows();
        var later = await Office.OpenAsync(store, renamed.Folder);
        var file = renamed.Mapping(office.Editions.Current.Hash, without: "branch");

        var change = await RunAsync(later, file, apply: true);

        change.Complete.ShouldBeFalse();
        var tree = change.Trees.Single(t => t.Root == notice);
        tree.Cases.Select(c => c.Problem).OfType<MigrationProblem.Unmapped>().ShouldNotBeEmpty();
        (await office.LookAsync(notice)).Case.BookHash.ShouldBe(office.Editions.Current.Hash);
        await SoundAsync(office);
    }

    [Fact]
    public async Task An_edition_that_the_unit_never_had_is_one_sentence()
    {
        var office = await Office.OpenAsync(store);
        using var renamed = new RenamedWorkflows();
        var later = await Office.OpenAsync(store, renamed.Folder);

        var none = await Should.ThrowAsync<NoSuchEditionException>(() => RunAsync(later, renamed.Mapping("00000000"), apply: true));
        none.Message.ShouldBe("这个单位没有以 00000000 开头的流程版本。");
        await Should.ThrowAsync<NoSuchEditionException>(() => RunAsync(later, renamed.Mapping(later.Editions.Current.Hash), apply: true));
        await SoundAsync(office);
    }

    [Fact]
    public async Task The_command_rehearses_unless_it_is_told_to_apply()
    {
        var office = await Office.OpenAsync(store);
        var notice = await MiddleAsync(office);
        using var renamed = new RenamedWorkflows();
        var file = Path.Combine(renamed.Folder, "to-new.yml");
        await File.WriteAllTextAsync(file, renamed.MappingText(office.Editions.Current.Hash));

        var (code, output, errors) = await VerbAsync(file);
        code.ShouldBe(0, output + errors);
        output.ShouldContain("什么也没有改");
        (await office.LookAsync(notice)).Case.BookHash.ShouldBe(office.Editions.Current.Hash);

        (code, output, errors) = await VerbAsync(file, "--apply");
        code.ShouldBe(0, output + errors);
        output.ShouldContain("全部换完");
        (await office.LookAsync(notice)).Case.BookHash.ShouldNotBe(office.Editions.Current.Hash);

        await File.WriteAllTextAsync(file, renamed.MappingText("00000000"));
        (code, _, errors) = await VerbAsync(file, "--apply");
        code.ShouldBe(1);
        errors.Trim().Split('\n').ShouldAllBe(l => l.Contains("没有以 00000000 开头的流程版本", StringComparison.Ordinal));
        (await VerbAsync("nowhere.yaml")).Code.ShouldBe(2);

        Task<(int Code, string Output, string Errors)> VerbAsync(params string[] rest) => Verb.RunAsync(
            ["migrate-cases", .. rest, $"--ConnectionStrings:Approvals={store.AppConnection}", $"--Workflows={renamed.Folder}"]);
    }

    [Fact]
    public async Task A_press_at_the_same_moment_is_done_in_one_edition_or_the_other_and_never_lost()
    {
        var office = await Office.OpenAsync(store);
        using var renamed = new RenamedWorkflows();
        var later = await Office.OpenAsync(store, renamed.Folder);
        var pressed = 0;
        for (var round = 0; round < LongRun.Times("store", 5, 100); round++)
        {
            var notice = await office.IssuedAsync();
            var press = (await Cases.Walk.NextAsync(office, notice)).ShouldNotBeNull();
            var barrier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var user = AfterAsync(barrier.Task, () => office.SendAsync(press));
            var moving = AfterAsync(barrier.Task, () => RunAsync(later, renamed.Mapping(office.Editions.Current.Hash), apply: true));
            barrier.SetResult();

            (await moving).Complete.ShouldBeTrue();
            pressed += await user is Answer.Done ? 1 : 0;
            await later.Waker.SettleAsync(later.Unit, CancellationToken.None);
            await SoundAsync(later);
            (await later.QueryAsync<string>("SELECT DISTINCT book_hash FROM flow_case WHERE NOT ended")).ShouldHaveSingleItem();
        }

        pressed.ShouldBeGreaterThan(0);
    }

    private static async Task<T> AfterAsync<T>(Task barrier, Func<Task<T>> work)
    {
        await barrier;
        return await work();
    }

    /// <summary>Issued, and half of the presses of its items done: open rounds with and without votes, ended children.</summary>
    private static async Task<CaseId> MiddleAsync(Office office)
    {
        var notice = await office.IssuedAsync();
        for (var press = 0; press < 5; press++)
        {
            await office.DoAsync((await Cases.Walk.NextAsync(office, notice)).ShouldNotBeNull());
        }

        return notice;
    }

    private Task<EditionChange> RunAsync(Office office, MigrationFile file, bool apply) =>
        new CaseMigrations(store.Database, office.Editions, office.Deciding, new WakeSignal())
            .RunAsync(office.Unit, file, apply, CancellationToken.None);

    private static async Task<string> FactsAsync(Office office) => string.Join('\n', await office.QueryAsync<string>(
        "SELECT row(c.case_id, c.book_hash, c.stage, c.version, c.moves)::text FROM flow_case c ORDER BY c.case_id"));

    private async Task SoundAsync(Office office)
    {
        await office.ProveAsync();
        (await new StoreCheck(store.Database).RunAsync(office.Unit, CancellationToken.None))
            .Where(b => b.Rule.Fault).Select(b => b.Sentence).ShouldBeEmpty();
    }

    /// <summary>The shipped definitions with every stage of item and branch renamed.</summary>
    private sealed class RenamedWorkflows : IDisposable
    {
        private static readonly string[] Renamed = ["item", "branch"];

        private readonly Dictionary<string, string[]> _stages;

        public RenamedWorkflows()
        {
            var shipped = Editions.Files(Path.Combine(AppContext.BaseDirectory, "workflows")).ToList();
            var book = BookReader.Read(shipped);
            _stages = book.Workflows.Values.ToDictionary(w => w.Id.Value, w => w.Stages.Select(s => s.Id.Value).ToArray());
            Folder = TestCluster.NewFolder();
            foreach (var file in shipped)
            {
                var text = System.Text.Encoding.UTF8.GetString(file.Bytes.Span);
                File.WriteAllText(Path.Combine(Folder, file.Name), Rename(file.Name, text));
            }
        }

        public string Folder { get; }

        public MigrationFile Mapping(string from, string? without = null) =>
            MigrationReader.Read("to-new.yaml", MappingText(from, without));

        public string MappingText(string from, string? without = null)
        {
            var workflows = _stages.Where(w => w.Key != without).Select(w => Renamed.Contains(w.Key)
                ? $"  {w.Key}:\n    stages:\n" + string.Concat(w.Value.Select(s => $"      {s}: {New(w.Key, s)}\n"))
                : $"  {w.Key}: same\n");
            return $"apiVersion: approvals/1\nmigration: {{from: \"{from}\", to: current}}\nworkflows:\n{string.Concat(workflows)}";
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);

        /// <summary>Own ids wherever they stand as a whole word in the own file; conditions and separations of the others' too.</summary>
        private string Rename(string file, string text)
        {
            foreach (var workflow in Renamed)
            {
                foreach (var stage in _stages[workflow])
                {
                    text = file == $"{workflow}.yaml"
                        ? Own().Replace(text, m => m.Groups["id"].Value == stage ? m.Groups["key"].Value + New(workflow, stage) : m.Value)
                        : text;
                    text = text.Replace($"every {workflow} has reached {stage}", $"every {workflow} has reached {New(workflow, stage)}", StringComparison.Ordinal)
                        .Replace($"{{workflow: {workflow}, stage: {stage}}}", $"{{workflow: {workflow}, stage: {New(workflow, stage)}}}", StringComparison.Ordinal);
                }
            }

            return text.Replace("at: working}", "at: branch-working}", StringComparison.Ordinal);
        }

        private static string New(string workflow, string stage) => $"{workflow}-{stage}";

        private static System.Text.RegularExpressions.Regex Own() =>
            new(@"(?<key>\b(?:id|to|on_unavailable|same_as|not_same_as): \[?|(?<=\bexcept: \[(?:[a-z0-9-]+, )*))(?<id>[a-z][a-z0-9-]*)");
    }
}
