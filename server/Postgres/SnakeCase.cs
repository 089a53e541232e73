using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace SovereignFleet.Server.Postgres;

/// <summary>Names in the database are snake_case, so that nobody has to quote them in psql. A name that a configuration
/// sets itself is kept.</summary>
internal static class SnakeCase
{
    public static void Apply(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            if (entity.FindAnnotation(RelationalAnnotationNames.TableName) is null)
            {
                entity.SetTableName(Of(entity.ClrType.Name));
            }

            foreach (var property in entity.GetProperties().Where(property => !IsRowVersion(property)))
            {
                if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
                {
                    property.SetColumnName(Of(property.Name));
                }
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(Of(key.GetName()!));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName(Of(foreignKey.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Of(index.GetDatabaseName()!));
            }
        }
    }

    /// <summary>"DrainId" -> "drain_id", "Probability24h" -> "probability24h", "IX_drains_HostId" -> "ix_drains_host_id".</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    // Npgsql itself maps a uint row version to the system column xmin; a name of ours would make it a real column.
    private static bool IsRowVersion(IMutableProperty property) =>
        property.IsConcurrencyToken && property.ClrType == typeof(uint);
}
