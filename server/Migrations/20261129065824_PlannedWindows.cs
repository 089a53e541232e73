using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class PlannedWindows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "at_once",
                table: "maintenance_windows",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "changed_at",
                table: "maintenance_windows",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "changed_by",
                table: "maintenance_windows",
                type: "text",
                nullable: false,
                defaultValue: "system");

            migrationBuilder.AddColumn<DateTime>(
                name: "ends",
                table: "maintenance_windows",
                type: "timestamp without time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "except",
                table: "maintenance_windows",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "first_start",
                table: "maintenance_windows",
                type: "timestamp without time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "maintenance_windows",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "notice_sequence",
                table: "maintenance_windows",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "notice_uid",
                table: "maintenance_windows",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "maintenance_windows",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "rule",
                table: "maintenance_windows",
                type: "text",
                nullable: true);

            // What opened on a day of the week opens by a rule now; the first is that of MaintenanceWindow.Weekly.
            migrationBuilder.Sql(
                """
                UPDATE maintenance_windows SET
                    rule = 'FREQ=WEEKLY',
                    first_start = date '2000-01-02' + start
                        + make_interval(days => array_position(ARRAY['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'], day::text) - 1);
                """);

            migrationBuilder.DropColumn(
                name: "day",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "start",
                table: "maintenance_windows");

            migrationBuilder.CreateTable(
                name: "blackouts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    site_id = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    notice_uid = table.Column<string>(type: "text", nullable: true),
                    notice_sequence = table.Column<int>(type: "integer", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_blackouts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_blackouts_site_id_name",
                table: "blackouts",
                columns: new[] { "site_id", "name" },
                unique: true,
                filter: "retired_at IS NULL")
                .Annotation("Npgsql:NullsDistinct", false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "blackouts");

            migrationBuilder.DropColumn(
                name: "at_once",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "changed_at",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "changed_by",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "ends",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "except",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "first_start",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "note",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "notice_sequence",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "notice_uid",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "maintenance_windows");

            migrationBuilder.DropColumn(
                name: "rule",
                table: "maintenance_windows");

            migrationBuilder.AddColumn<string>(
                name: "day",
                table: "maintenance_windows",
                type: "character varying(30)",
                maxLength: 30,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<TimeOnly>(
                name: "start",
                table: "maintenance_windows",
                type: "time without time zone",
                nullable: false,
                defaultValue: new TimeOnly(0, 0, 0));
        }
    }
}
