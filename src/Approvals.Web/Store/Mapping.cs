using System.Data;
using Dapper;

namespace Approvals.Web.Store;

/// <summary>What Dapper cannot map by itself yet: calendar days, instants as offsets in UTC, arrays in records.</summary>
internal static class Mapping
{
    private static int _registered;

    public static void Register()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 0)
        {
            // Dapper asks its own table of types first; a handler for a type in it would never be called.
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(typeof(DateOnly), new Day());
            SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new Instant());
            foreach (var array in new[] { typeof(int[]), typeof(long[]), typeof(string[]), typeof(Guid[]), typeof(DateOnly[]) })
            {
                SqlMapper.AddTypeHandler(array, new AsItIs());
            }

            DefaultTypeMap.MatchNamesWithUnderscores = true;
        }
    }

    private sealed class Day : SqlMapper.ITypeHandler
    {
        public object? Parse(Type destinationType, object value) =>
            value switch
            {
                DBNull => null,
                DateTime midnight => DateOnly.FromDateTime(midnight),
                _ => (DateOnly)value,
            };

        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = DbType.Date;
            parameter.Value = value;
        }
    }

    /// <summary>Npgsql knows arrays; a reader calls them System.Array, which no constructor of a record takes.</summary>
    private sealed class AsItIs : SqlMapper.ITypeHandler
    {
        public object? Parse(Type destinationType, object value) => value is DBNull ? null : value;

        public void SetValue(IDbDataParameter parameter, object value) => parameter.Value = value;
    }

    private sealed class Instant : SqlMapper.ITypeHandler
    {
        public object? Parse(Type destinationType, object value) =>
            value switch
            {
                DBNull => null,
                DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
                _ => (DateTimeOffset)value,
            };

        /// <summary>Npgsql refuses an instant that is not written in UTC.</summary>
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = DbType.DateTimeOffset;
            parameter.Value = value is DateTimeOffset instant ? instant.ToUniversalTime() : value;
        }
    }
}
