using System.Collections.Immutable;

using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Lays pieces of a row, in order, under columns by what they look like, when their number is not that of the columns.</summary>
internal static class ColumnFit
{
    /// <summary>The cells of a row under its columns: one by one where there are as many, else by their looks.</summary>
    public static List<ImmutableArray<Segment>> Lay(SourceDocument document, List<Segment> cells, List<Column> columns)
    {
        var row = columns.ConvertAll(_ => ImmutableArray<Segment>.Empty);
        var places = cells.Count == columns.Count ? [.. Enumerable.Range(0, cells.Count)]
            : Assign(cells.ConvertAll(document.TextOf), columns);
        for (var i = 0; i < cells.Count; i++)
        {
            row[places[i]] = row[places[i]].Add(cells[i]);
        }

        return row;
    }

    private const int MostPieces = 80;

    /// <summary>For each piece its column; columns never go back.</summary>
    public static int[] Assign(List<string> pieces, List<Column> columns) => Lay(pieces, columns).Places;

    /// <summary>How well so many pieces make a row.</summary>
    public static double Score(List<string> pieces, List<Column> columns) => Lay(pieces, columns).Score;

    private static (int[] Places, double Score) Lay(List<string> pieces, List<Column> columns)
    {
        if (pieces.Count > MostPieces)
        {
            return ([.. pieces.Select((_, i) => Math.Min(i, columns.Count - 1))], double.NegativeInfinity);
        }

        var best = columns.ConvertAll(_ => new double[pieces.Count + 1]);
        var took = columns.ConvertAll(_ => new int[pieces.Count + 1]);
        for (var column = columns.Count - 1; column >= 0; column--)
        {
            for (var from = pieces.Count; from >= 0; from--)
            {
                best[column][from] = double.NegativeInfinity;
                var sum = 0.0;
                for (var take = 0; from + take <= pieces.Count; take++)
                {
                    sum += take == 0 ? -1 : Fit(pieces[from + take - 1], columns[column]) - (take > 1 ? Again(columns[column]) : -1);
                    var rest = column + 1 < columns.Count ? best[column + 1][from + take] : from + take == pieces.Count ? 0 : -1000;
                    if (sum + rest > best[column][from])
                    {
                        (best[column][from], took[column][from]) = (sum + rest, take);
                    }
                }
            }
        }

        var places = new int[pieces.Count];
        for (int column = 0, from = 0; column < columns.Count; column++)
        {
            for (var take = took[column][from]; take > 0; take--)
            {
                places[from++] = column;
            }
        }

        return (places, best[0][0]);
    }

    /// <summary>What one more piece in the same cell costs.</summary>
    private static double Again(Column column) => column switch
    {
        Column.Plan or Column.Other => .1,
        Column.No => 10,
        Column.Title or Column.Problem => 1.2,
        _ => .3,
    };

    private static double Fit(string piece, Column column)
    {
        var text = FlattenedTables.Squeeze(piece);
        var named = text is not [.., '。' or '；'] && (Names.AreBodies(text) || Names.ArePeople(text));
        return column switch
        {
            Column.No => FlattenedTables.IsRowNumber(text) ? 5 : -5,
            Column.Departments or Column.Lead or Column.Support => named && Names.AreBodies(text) ? 3 : -2,
            Column.Leaders or Column.People => named ? Names.ArePeople(text) ? 3 : 0 : -3,
            Column.Deadline => DeadlineRules.Read(text, null, Engine.Calendars.WorkCalendar.WithoutYears).RuleId is not null ? 3
                : text.Length <= 24 && DeadlineRules.Find(text).Length > 0 ? 2 : -3,
            Column.Title or Column.Problem => text.Length <= 40 && !text.EndsWith('。') ? 1 : .2,
            Column.Plan or Column.Measure or Column.Goal => text.Length > 12 ? 1.2 : .4,
            Column.Baseline => Quantity.IsValue(text) ? 2 : 0,
            Column.Unit => Quantity.AreUnits(text) ? 2 : 0,
            Column.Group => text.Length <= 20 ? .8 : 0,
            _ => 0,
        } - (column is Column.Title or Column.Plan or Column.Problem or Column.Goal or Column.Group && named ? 1 : 0);
    }
}
