using Approvals.Engine;
using Approvals.Engine.Access;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Tests;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>The rule of who may see what, in its two forms.</summary>
[Trait("Part", "store")]
public sealed class SightTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const string Asked = "SELECT c.case_id AS id, " + Gate.MaySeeCase + " AS see, " + Gate.SeesWhole + " AS whole, "
        + Gate.TakesWhole + " AS takes_whole, " + Gate.IsSeen + " AS seen FROM flow_case c WHERE c.unit_id = @unit ORDER BY c.case_id";

    [Fact]
    public async Task The_function_and_the_predicate_agree_on_every_case_and_person_of_random_units()
    {
        var (seed, units) = (Seeds.Given(), LongRun.Times("store", 24, 1_000));
        var book = new Editions(RepositoryFiles.PathOf("workflows")).Current;
        var directories = new DirectoryStore(store.Database);
        var (asked, seen, named) = (0, 0, 0);
        foreach (var number in Enumerable.Range(1, units))
        {
            var unit = new RandomUnit(store, number, new Random(unchecked(seed + number)));
            await unit.WriteAsync(book.Hash);
            var cases = await SeenCases.ReadAsync(store, unit.Id);
            var directory = await directories.LoadAsync(unit.Id, CancellationToken.None);
            foreach (var person in directory.Directory.People.Values)
            {
                var viewer = Viewer.Of(person.Id, directory.Directory, RandomUnit.Today, book);
                var byRule = cases.Ids.ToDictionary(id => id, id => Sights.Of(viewer, cases.KinOf(id)));

                var byQuery = await QueryAsync(unit.Id, User(unit.Id, person, directory), book);

                var differ = byQuery.Where(q => byRule[q.Key] != q.Value.Alone || q.Value.Alone.See != q.Value.AmongMany)
                    .Select(q => $"{q.Key}: the rule {byRule[q.Key]}, the query {q.Value}");
                differ.ShouldBeEmpty($"unit {number}, person {person.Id.Value}, APPROVALS_SEED={seed}");
                byQuery.Count.ShouldBe(byRule.Count);
                asked += byRule.Count;
                seen += byRule.Count(r => r.Value.See);
                named += cases.Ids.Count(id => cases.KinOf(id).Self.Named is not null);
                // Whoever sees a case may read what it stands below, but for a scope that he is not named in.
                byRule.Where(r => r.Value.See).SelectMany(r => cases.Above(r.Key))
                    .Where(above => !byRule[above].See && cases.KinOf(above).Self.IsOpenTo(person.Id))
                    .ShouldBeEmpty($"unit {number}, person {person.Id.Value}, APPROVALS_SEED={seed}");
            }
        }

        output.WriteLine($"{units} units, {asked} questions of one person and one case, {seen} may see, {named} about restricted ones, seed {seed}");
        (seen > 0 && asked > seen && named > 0).ShouldBeTrue($"the chance is too poor: {asked} asked, {seen} seen, {named} restricted, seed {seed}");
    }

    /// <summary>Asked of each case alone, and of the set of all.</summary>
    private async Task<Dictionary<Guid, (Sight Alone, bool AmongMany)>> QueryAsync(UnitId unit, CurrentUser user, WorkflowBook book) =>
        (await store.Database.ReadInUnitAsync(
            unit,
            async (connection, _) => await connection.QueryAsync<(Guid Id, bool See, bool Whole, bool TakesWhole, bool Seen)>(
                Asked, await Gate.ForManyAsync(connection, user, book, CancellationToken.None)),
            CancellationToken.None)).ToDictionary(r => r.Id, r => (new Sight(r.See, r.Whole, r.TakesWhole), r.Seen));

    private static CurrentUser User(UnitId unit, Person person, DirectorySnapshot directory) => new(
        new UnitRow(unit, "", "", true, "Asia/Shanghai"), 1, "", person, [.. directory.Directory.PostsOf(person.Id, RandomUnit.Today)],
        RandomUnit.Today, false, directory);
}
