using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Approvals.Web.Hosting;
using Dapper;

namespace Approvals.IntegrationTests.Directories;

public sealed class DirectoryStoreTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    private static readonly DateOnly IssuedOn = new(2021, 6, 2);

    private readonly DirectoryStore _directories = new(office.Database);

    [Fact]
    public async Task What_the_store_knows_is_what_the_file_says()
    {
        var unit = await ImportAsync();
        var file = ShippedUnit.Twin;

        var stored = await _directories.LoadAsync(unit, CancellationToken.None);

        stored.Directory.Bodies.Values.OrderBy(b => b.Order).ShouldBe(file.ToDirectory().Bodies.Values.OrderBy(b => b.Order));
        stored.Directory.People.Values.OrderBy(p => p.Order).ShouldBe(file.ToDirectory().People.Values.OrderBy(p => p.Order));
        stored.Names.BodyCalled("党委", IssuedOn).ShouldBe(new BodyId(1));
        stored.Directory.Bodies[stored.Host.ShouldNotBeNull()].Name.ShouldBe("党建办");
    }

    [Fact]
    public async Task Importing_a_unit_again_changes_nothing()
    {
        var unit = await ImportAsync();
        var before = await _directories.LoadAsync(unit, CancellationToken.None);
        var counts = await CountsAsync(unit);

        (await ImportAsync()).ShouldBe(unit);

        (await CountsAsync(unit)).ShouldBe(counts);
        var after = await _directories.LoadAsync(unit, CancellationToken.None);
        after.Directory.Bodies.Count.ShouldBe(before.Directory.Bodies.Count);
    }

    [Fact]
    public async Task Two_nodes_that_import_at_once_make_one_unit()
    {
        var units = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(ImportAsync)));

        units.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_login_of_another_unit_is_refused_and_nothing_of_the_file_stays()
    {
        await ImportAsync();
        var thief = ShippedUnit.Of("""
            apiVersion: approvals/1
            unit: 乙市医院
            short: 乙医
            demonstration: true
            zone: Asia/Shanghai
            from: 2019-01-01
            people:
              - {name: 某人, login: gumingxi}
            """);

        var refused = await Should.ThrowAsync<OfficeException>(
            () => new UnitImport(office.Database).ImportAsync(thief, CancellationToken.None));

        refused.Message.ShouldContain("gumingxi");
        (await office.Database.UnitsAsync(CancellationToken.None)).ShouldNotContain(u => u.ShortName == "乙医");
    }

    [Fact]
    public async Task The_head_of_a_department_is_the_one_of_the_day_that_is_asked_about()
    {
        var directory = await _directories.LoadAsync(await ImportAsync(), CancellationToken.None);
        var medical = directory.Names.BodyCalled("医务科", IssuedOn).ShouldNotBeNull();
        var head = ShippedUnit.Twin.Posts.First(p => p.Login == "qinshoucheng").Role;
        string HeadOn(DateOnly day) => directory.Directory.PostsIn(medical, day).Where(p => p.Role == head)
            .Select(p => directory.Directory.People[p.Person].Name).Single();

        HeadOn(new DateOnly(2020, 12, 31)).ShouldBe("秦守成");
        HeadOn(new DateOnly(2021, 1, 1)).ShouldBe("宋怀谷");
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_answered_with_the_nearest()
    {
        var directory = await _directories.LoadAsync(await ImportAsync(), CancellationToken.None);

        directory.UnknownBody("医务科", IssuedOn).ShouldBeNull();
        directory.UnknownBody("医务处", IssuedOn).ShouldBe("目录中没有科室“医务处”，最接近的是“医务科”。");
        directory.UnknownBody("医务处", new DateOnly(2020, 6, 1)).ShouldBeNull();
        directory.UnknownPerson("顾明西").ShouldBe("目录中没有人员“顾明西”，最接近的是“顾明溪”。");
    }

    [Fact]
    public async Task A_picture_is_kept_until_the_directory_changes()
    {
        var unit = await ImportAsync();
        var first = await _directories.LoadAsync(unit, CancellationToken.None);
        (await _directories.LoadAsync(unit, CancellationToken.None)).ShouldBeSameAs(first);

        await office.Database.InUnitAsync(
            unit,
            (connection, _) => connection.ExecuteAsync(
                """
                INSERT INTO post (unit_id, person_id, body_id, role, valid_from)
                VALUES (@unit, 1, 2, 'any-word', '2030-01-01')
                ON CONFLICT DO NOTHING
                """,
                new { unit = unit.Value }),
            CancellationToken.None);

        var second = await _directories.LoadAsync(unit, CancellationToken.None);
        second.Version.ShouldBeGreaterThan(first.Version);
        second.Directory.Holders(new RoleId("any-word"), new DateOnly(2030, 1, 1)).Count().ShouldBe(1);
        second.Directory.Holders(new RoleId("any-word"), IssuedOn).ShouldBeEmpty();
    }

    private Task<UnitId> ImportAsync() => new UnitImport(office.Database).ImportAsync(ShippedUnit.Twin, CancellationToken.None);

    private Task<(long People, long Bodies, long Posts, long Registers)> CountsAsync(UnitId unit) =>
        office.Database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleAsync<(long, long, long, long)>(
                """
                SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM body),
                       (SELECT count(*) FROM post WHERE role <> 'any-word'), (SELECT count(*) FROM number_register)
                """),
            CancellationToken.None);
}
