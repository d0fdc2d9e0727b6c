using Approvals.Tests.Definitions;

namespace Approvals.Tests.House;

/// <summary>The bar: no id of <c>workflows/</c> stands as a value in anything that is built.</summary>
public sealed class NoWordOfTheOfficeTests
{
    private static readonly string[] Extensions = [".cs", ".cshtml", ".js", ".sql"];

    [Fact]
    public void No_stage_action_role_or_definition_id_stands_as_a_value_in_the_source()
    {
        var ids = Ids();
        var hits = SourceFiles.Under("src", Extensions)
            .SelectMany(path => Literals.In(Path.GetExtension(path), File.ReadAllText(path))
            .Where(literal => ids.Contains(literal.Text))
            .Select(literal => $"{Path.GetRelativePath(RepositoryFiles.Root, path)}:{literal.Line}: {literal.Text}"));

        hits.Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void The_ids_are_read_from_the_definitions() =>
        new[] { "notice", "item", "countersigning", "sealed", "hand-in", "registrar" }.ShouldBeSubsetOf(Ids());

    [Theory]
    [InlineData("var s = \"item\";")]
    [InlineData("var s = @\"item\";")]
    [InlineData("var s = @\"a \"\" b\"; F(\"item\");")]
    [InlineData("var s = \"\\\"\"; F(\"item\");")]
    [InlineData("var s = \"\"\"item\"\"\";")]
    [InlineData("var s = \"\"\"\n    item\n    \"\"\";")]
    [InlineData("var s = $\"{x}item\";")]
    [InlineData("var s = $\"item{x}\";")]
    [InlineData("var s = $\"{(x ? \"item\" : y)}\";")]
    [InlineData("var s = $@\"{x:d}\" + \"item\";")]
    [InlineData("var s = $\"{{{x}}}\" + \"item\";")]
    [InlineData("var s = $$\"\"\"{ {{x}} \"\"\" + \"item\";")]
    [InlineData("var s = $\"\"\"{F(\"item\")}\"\"\";")]
    [InlineData("var c = '\"'; var s = \"item\";")]
    [InlineData("// \" \nvar s = \"item\";")]
    [InlineData("/* \" */ var s = \"item\";")]
    [InlineData("[Route(\"item\")] class C;")]
    [InlineData("var s = \"item\"u8;")]
    [InlineData("var sql = \"\"\"\n    SELECT 1 WHERE kind = 'item'\n    \"\"\";")]
    public void A_planted_id_in_csharp_is_found(string source) =>
        Literals.In(".cs", source).Select(l => l.Text).ShouldContain("item");

    [Theory]
    [InlineData("// \"item\"")]
    [InlineData("/* \"item\" */")]
    [InlineData("/// <c>\"item\"</c>\nvar x = 1;")]
    [InlineData("var item = item.item;")]
    [InlineData("var s = \"items\" + \"an item\";")]
    [InlineData("var s = $\"{item}\";")]
    public void A_name_a_comment_or_a_longer_text_is_no_hit_in_csharp(string source) =>
        Literals.In(".cs", source).Select(l => l.Text).ShouldNotContain("item");

    [Theory]
    [InlineData(".cshtml", "<div class=\"row item wide\"></div>", true)]
    [InlineData(".cshtml", "<div data-kind='item'></div>", true)]
    [InlineData(".cshtml", "@if (Model.Kind == \"item\") { <b>x</b> }", true)]
    [InlineData(".cshtml", "@* class=\"item\" *@<p>item</p>", false)]
    [InlineData(".cshtml", "<!-- class=\"item\" -->", false)]
    [InlineData(".js", "find('item')", true)]
    [InlineData(".js", "find(`item`)", true)]
    [InlineData(".js", "const a = 'http://x'; find(\"item\")", true)]
    [InlineData(".js", "el.className = 'row item'", true)]
    [InlineData(".js", "// 'item'\nconst item = 1;", false)]
    [InlineData(".sql", "SELECT 1 WHERE kind = 'item'", true)]
    [InlineData(".sql", "SELECT '--', 'item'", true)]
    [InlineData(".sql", "SELECT item FROM item -- 'item'", false)]
    public void A_planted_id_in_a_page_a_script_or_sql_is_found(string extension, string source, bool found) =>
        Literals.In(extension, source).Any(l => l.Text == "item").ShouldBe(found);

    [Fact]
    public void A_hit_is_told_with_its_line() =>
        Literals.In(".cs", "// one\nvar a = \"\"\"\n    two\n    item\n    \"\"\";\n").ShouldContain(new Literal(4, "item"));

    private static HashSet<string> Ids() =>
    [
        .. Shipped.Book.Roles.Keys.Select(r => r.Value),
        .. Shipped.Book.Workflows.Values.SelectMany(w => w.Stages.Select(s => s.Id.Value)
            .Concat(w.Ends.Select(e => e.Id.Value))
            .Concat(w.Stages.SelectMany(s => s.Actions).Select(a => a.Id.Value))
            .Append(w.Id.Value)),
    ];
}
