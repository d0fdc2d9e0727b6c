using System.Text.RegularExpressions;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>The tables themselves: complete, and in no word that is not explained.</summary>
public sealed partial class MatrixTests
{
    private static readonly string[] People =
    [
        "nobody", "left", "staff", "handler", "deputy", "head", "leader", "first", "host", "office", "registrar", "discipline",
        "inspector", "drafter", "system", "security", "audit",
    ];

    private static readonly string[] Relations = ["page", "part", "own", "other", "unit", "named", "unnamed"];

    private static readonly string[] Subject = ["own", "other", "unit"];

    /// <summary>What is before the door.</summary>
    private static readonly string[] Open = ["sign-in-page", "sign-in", "error-page"];

    [Fact]
    public void Everybody_has_a_column_and_every_line_a_cell_for_each() =>
        PermissionTables.Matrix.Where(line => line.Cells.Length != People.Length || line.Cells.Any(string.IsNullOrEmpty))
            .Select(line => $"{line}: {line.Cells.Length} of {People.Length} cells")
            .Concat(PermissionTables.Columns.SequenceEqual(People) ? [] : ["the columns are others"])
            .ShouldBeEmpty();

    [Fact]
    public void No_cell_and_no_relation_is_an_unknown_word() =>
        PermissionTables.Matrix.SelectMany(line => line.Cells.Where(cell => !Word().IsMatch(cell)).Select(cell => $"{line}: {cell}"))
            .Concat(PermissionTables.Matrix.Where(line => !Relations.Contains(line.Relation)).Select(line => $"{line}: no relation"))
            .ShouldBeEmpty();

    [Fact]
    public void A_kind_is_either_seen_or_pressed_or_taken_away() =>
        PermissionTables.Matrix.GroupBy(line => line.Kind)
            .Where(kind => kind.SelectMany(line => line.Cells).Select(Said).Where(w => w != "-")
                .Select(w => w == "hint" ? "see" : w).Distinct().Count() > 1)
            .Select(kind => kind.Key)
            .ShouldBeEmpty();

    [Fact]
    public void No_line_stands_twice() =>
        PermissionTables.Matrix.GroupBy(line => (line.Kind, line.Relation)).Where(same => same.Count() > 1)
            .Select(same => same.Key)
            .ShouldBeEmpty();

    [Fact]
    public void What_can_be_restricted_says_so_of_those_who_are_named_and_of_those_who_are_not() =>
        PermissionTables.Matrix.GroupBy(line => line.Kind)
            .Where(kind => kind.Any(line => line.Relation == "named") != kind.Any(line => line.Relation == "unnamed"))
            .Select(kind => kind.Key)
            .ShouldBeEmpty();

    [Fact]
    public void Every_kind_of_an_address_is_in_the_matrix_and_every_kind_of_the_matrix_has_an_address()
    {
        var known = PermissionTables.Matrix.Select(line => line.Kind).ToHashSet();
        var used = PermissionTables.Endpoints.Concat(PermissionTables.Coming).SelectMany(line => PermissionTables.KindsOf(line)).ToHashSet();

        used.Except(known).ShouldBeEmpty("the matrix has no such kind");
        known.Except(used).ShouldBeEmpty("no address is of this kind");
    }

    [Fact]
    public void An_address_is_told_either_as_a_page_or_for_ones_own_for_others_and_for_other_units()
    {
        var relations = PermissionTables.Matrix.ToLookup(line => line.Kind, line => line.Relation);

        PermissionTables.Endpoints.Concat(PermissionTables.Coming)
            .Where(line => PermissionTables.KindsOf(line).SelectMany(kind => relations[kind]).ToHashSet() is var told
                && !told.Contains("page") && !Subject.All(told.Contains))
            .Select(line => line.Endpoint)
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_the_rules_do_not_decide_has_its_reason_and_no_reason_is_for_nothing()
    {
        var marks = PermissionTables.Matrix.SelectMany(line => line.Cells).Where(cell => cell.Contains('?', StringComparison.Ordinal))
            .Select(cell => cell[^1..]).ToHashSet();

        PermissionTables.Reasons.ShouldBeUnique();
        marks.Order().ShouldBe(PermissionTables.Reasons.Order());
    }

    [Fact]
    public void Nothing_is_seen_in_another_unit_nor_of_what_names_others_only() =>
        PermissionTables.Matrix.Where(line => line.Relation is "unit" or "unnamed" && line.Cells.Any(cell => Said(cell) != "-"))
            .ShouldBeEmpty();

    [Fact]
    public void Nobody_and_who_has_left_get_nothing_behind_the_door() =>
        PermissionTables.Matrix.Where(line => !Open.Contains(line.Kind) && line.Cells[..2].Any(cell => Said(cell) != "-"))
            .ShouldBeEmpty();

    /// <summary>Without the mark.</summary>
    private static string Said(string cell) => cell.Split('?')[0];

    [GeneratedRegex(@"^(see|act|export|hint|-)(\?[a-z])?$")]
    private static partial Regex Word();
}
